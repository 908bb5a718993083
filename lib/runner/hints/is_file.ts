/**
 * Looking for what the user may have meant.
 *
 * @module
 */

export { isFile } from "../../host/is_file.ts";
