//! What is committed is what the seeds give.

mod support;

use support::Set;

#[test]
fn committed_output_is_what_the_seeds_give() {
    let run = Set::empty().run(&["generate", "--check"]);
    assert_eq!(run.code, 0, "run `cargo xtask generate`\n{}", run.stdout);
}
