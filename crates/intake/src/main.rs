//! `centrala-intake`: the city's service and its command line.

fn main() -> std::process::ExitCode {
    centrala_intake::command_line()
}
