//! What a process writes, worked out only when somebody reads it.

use std::collections::VecDeque;

use super::clock::Millis;
use super::dice::Dice;
use super::sheet::Outputs;
use super::voice::Voice;

/// Output is decided in steps of this length, counted from the start of the process.
const STEP: Millis = 250;
/// Lives that may wait to be written out. More of them, as of a flapping process, are written at
/// once, so that the list stays short.
const WAITING: usize = 32;

/// The outputs of one process.
///
/// It remembers when the process lived; what it wrote follows from that and from the dice. So
/// nothing is written for logs that nobody reads, and reading sooner or later changes no byte.
#[derive(Debug)]
pub(super) struct Tape {
    voice: Voice,
    dice: Dice,
    lives: VecDeque<Life>,
    outputs: Outputs,
}

/// A time in which the process ran.
#[derive(Debug)]
struct Life {
    /// Its pid, if its first line is still to be written.
    begins: Option<u32>,
    /// Up to here everything is written.
    written: Millis,
    /// What it said in between because of a signal, and when.
    remarks: VecDeque<(Millis, &'static str)>,
    /// When it ended, and its status.
    end: Option<(Millis, i64)>,
}

impl Tape {
    /// The outputs of a process that has not run yet.
    pub(super) fn new(voice: Voice, dice: Dice) -> Self {
        Self {
            voice,
            dice,
            lives: VecDeque::new(),
            outputs: Outputs::new(voice.log_limit()),
        }
    }

    /// The process began to run; a pid if it says so.
    pub(super) fn begin(&mut self, at: Millis, pid: Option<u32>) {
        self.lives.push_back(Life {
            begins: pid,
            written: at,
            remarks: VecDeque::new(),
            end: None,
        });
        if self.lives.len() > WAITING {
            self.write_up(at);
        }
    }

    /// The process says something on its own account.
    pub(super) fn remark(&mut self, at: Millis, text: &'static str) {
        if let Some(life) = self.lives.back_mut() {
            life.remarks.push_back((at, text));
        }
    }

    /// The process ended with this status.
    pub(super) fn end(&mut self, at: Millis, status: i64) {
        if let Some(life) = self.lives.back_mut() {
            life.end.get_or_insert((at, status));
        }
    }

    /// Empties both logs.
    pub(super) fn clear(&mut self, now: Millis) {
        self.write_up(now);
        self.outputs.clear();
    }

    /// Both logs as they are now.
    pub(super) fn read(&mut self, now: Millis) -> &Outputs {
        self.write_up(now);
        &self.outputs
    }

    fn write_up(&mut self, now: Millis) {
        while let Some(life) = self.lives.front_mut() {
            life.write(self.voice, self.dice, now, &mut self.outputs);
            if life.end.is_none() {
                break;
            }
            self.lives.pop_front();
        }
    }
}

impl Life {
    fn write(&mut self, voice: Voice, dice: Dice, now: Millis, outputs: &mut Outputs) {
        if let Some(pid) = self.begins.take() {
            outputs
                .out
                .line(self.written, format_args!("INFO  starting, pid {pid}"));
        }
        let until = self.end.map_or(now, |(at, _)| at);
        while self.written + STEP <= until {
            voice.speak(dice.at(self.written), self.written, outputs);
            self.written += STEP;
            self.say_remarks(self.written, outputs);
        }
        if let Some((at, status)) = self.end {
            self.say_remarks(at, outputs);
            voice.end(at, status, outputs);
        }
    }

    fn say_remarks(&mut self, until: Millis, outputs: &mut Outputs) {
        while let Some((at, text)) = self.remarks.pop_front_if(|(at, _)| *at <= until) {
            outputs.out.line(at, format_args!("INFO  {text}"));
        }
    }
}
