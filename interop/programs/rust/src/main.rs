//! A libp2p peer that trustnet did not write: rust-libp2p behind the command contract of
//! interop/README.md (one JSON object per line on stdin and stdout), and a mode that holds many idle
//! connections to one target.

mod arguments;
mod commands;
mod idle;
mod node;
mod swarm;
mod wire;

use std::process::ExitCode;
use std::time::Duration;

use arguments::Arguments;

/// Whatever is printed to stderr before the process ends with code 1.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

const MAX_SECONDS: u64 = 120;
const MAX_SECONDS_IDLE: u64 = 600;

fn main() -> ExitCode {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    let idle = words.first().is_some_and(|word| word == "idle");
    if idle {
        words.remove(0);
    }
    match start(idle, words) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("rust-peer: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn start(idle: bool, words: Vec<String>) -> Result<ExitCode, Failure> {
    let arguments = Arguments::parse(words)?;
    let limit = if idle { MAX_SECONDS_IDLE } else { MAX_SECONDS };
    let seconds = arguments.number("max-seconds", limit)?;
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_secs(seconds));
        eprintln!("rust-peer: --max-seconds reached");
        std::process::exit(3);
    });
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let code = if idle {
        runtime.block_on(idle::run(idle::Settings::from(&arguments)?))?
    } else {
        runtime.block_on(node::run(swarm::Settings::from(&arguments)?))?;
        ExitCode::SUCCESS
    };
    // A blocked read of stdin would keep the runtime waiting.
    runtime.shutdown_background();
    Ok(code)
}

/// Prints one JSON object on a line of its own.
pub fn print(object: serde_json::Value) {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    // A closed stdout means that nobody listens any more.
    if writeln!(out, "{object}")
        .and_then(|()| out.flush())
        .is_err()
    {
        std::process::exit(0);
    }
}
