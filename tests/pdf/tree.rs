//! What a build without the feature is made of.

use std::process::Command;

fn crates(features: &[&str]) -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["tree", "--locked", "--offline", "--edges", "normal,build", "--prefix", "none"])
        .args(features)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_plain_build_has_nothing_of_the_typesetter() {
    let (plain, with) = (crates(&[]), crates(&["--features", "pdf"]));
    for name in ["typst", "krilla", "comemo", "usvg", "image"] {
        let is_it = |line: &str| {
            line.split(' ').next().is_some_and(|there| there == name || there.starts_with(&format!("{name}-")))
        };
        assert!(with.lines().any(is_it), "{name} is not in the tree with the feature");
        assert!(!plain.lines().any(is_it), "{name} is in the plain tree");
    }
}
