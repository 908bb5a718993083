//! Lists the directory that its argument names, with everything below it, reads each file and tries
//! to change one. The programs in C and Go beside it print the same.

use std::fs;
use std::path::Path;

fn list(path: &Path, label: &str) -> std::io::Result<()> {
    let mut names = Vec::new();
    for entry in fs::read_dir(path)? {
        names.push(entry?.file_name().into_string().unwrap());
    }
    names.sort();
    for name in names {
        let inner = path.join(&name);
        let label = format!("{label}{name}");
        let kind = fs::symlink_metadata(&inner)?.file_type();
        if kind.is_dir() {
            println!("dir {label}");
            list(&inner, &format!("{label}/"))?;
        } else if kind.is_symlink() {
            println!("link {label} -> {}", fs::read_link(&inner)?.display());
        } else {
            print!("file {label} {}", fs::read_to_string(&inner)?);
        }
    }
    Ok(())
}

fn answer<T>(what: &str, result: std::io::Result<T>) {
    println!("{what} {}", if result.is_err() { "refused" } else { "allowed" });
}

fn main() -> std::io::Result<()> {
    let root = std::env::args().nth(1).expect("a directory");
    let root = Path::new(&root);
    list(root, "")?;
    answer("overwriting", fs::write(root.join("hello.txt"), "changed"));
    answer("creating", fs::File::create(root.join("new.txt")));
    answer("removing", fs::remove_file(root.join("new.txt")));
    Ok(())
}
