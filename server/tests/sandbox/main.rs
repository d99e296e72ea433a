//! The sandbox from outside: the real program, on a real port, with a real file.

#[path = "../../../tests/case/mod.rs"]
mod case;
mod cases;
mod console;
mod data_file;
mod files;
mod harness;
mod hostile;
mod idempotency;
mod life;
mod links;
mod logs;
mod on_demand;
mod onboarding;
mod persons;
mod reads;
mod relay;
mod rules;
mod signatures;
mod updates;
