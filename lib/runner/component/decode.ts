/**
 * Reading components, and saying why one cannot be run.
 *
 * @module
 */

import { MalformedComponent, UnsupportedComponent } from "../../component/decode/errors.ts";
import { SluiceError } from "../../errors.ts";

/**
 * Calls `body`, which decodes a component.
 *
 * @param name what the component is called in messages
 * @throws SluiceError status 126 for one that is not valid, or uses what this version does not run
 */
export function decoding<T>(name: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (error instanceof MalformedComponent) {
      throw new SluiceError(126, `${name} is not a valid component: ${error.message}`);
    }
    if (error instanceof UnsupportedComponent) {
      throw new SluiceError(126, `${name} ${error.message}`);
    }
    throw error;
  }
}
