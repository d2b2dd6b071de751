//! `--name value` pairs.

use std::collections::HashMap;

use crate::Failure;

const NAMES: [&str; 11] = [
    "security",
    "listen",
    "kad",
    "kad-mode",
    "seed",
    "max-seconds",
    "target",
    "noise",
    "tls",
    "hold-seconds",
    "signed-record",
];

pub struct Arguments(HashMap<String, String>);

impl Arguments {
    pub fn parse(words: Vec<String>) -> Result<Self, Failure> {
        let mut values = HashMap::new();
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            let name = word.strip_prefix("--").unwrap_or_default();
            if !NAMES.contains(&name) {
                return Err(format!("unknown argument {word}").into());
            }
            let value = words
                .next()
                .ok_or_else(|| format!("{word} needs a value"))?;
            values.insert(name.to_owned(), value);
        }
        Ok(Self(values))
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    pub fn required(&self, name: &str) -> Result<&str, Failure> {
        self.text(name)
            .ok_or_else(|| format!("--{name} is missing").into())
    }

    pub fn number(&self, name: &str, otherwise: u64) -> Result<u64, Failure> {
        match self.text(name) {
            None => Ok(otherwise),
            Some(text) => text
                .parse()
                .map_err(|_| format!("--{name} must be a number").into()),
        }
    }
}
