//! Which logs are followed: a lookout for every node that has any.

use std::collections::BTreeMap;

use tokio::sync::{mpsc, watch};
use tokio_util::sync::DropGuard;

use super::lookout::Lookout;
use crate::engine::Kit;
use crate::engine::crew::Crew;
use crate::model::{LogPlace, LogSource, NodeId, Stream};

/// What is to be followed on one node, each with a number that is new whenever it is wished anew.
pub(super) type Wishes = BTreeMap<LogSource, u64>;

/// What lies before this place of a log?
#[derive(Clone, Debug)]
pub(super) struct Back {
    /// Whose log.
    pub(super) source: LogSource,
    /// Which output.
    pub(super) stream: Stream,
    /// Which place.
    pub(super) place: LogPlace,
}

/// Questions about history that may wait for one node.
const QUESTIONS: usize = 16;

/// The lookouts of all nodes.
#[derive(Debug)]
pub(in crate::engine) struct Lookouts {
    kit: Kit,
    crew: Crew,
    posts: BTreeMap<NodeId, Post>,
    wishes: u64,
}

/// The way to one lookout, which ends with it.
#[derive(Debug)]
struct Post {
    wishes: watch::Sender<Wishes>,
    questions: mpsc::Sender<Back>,
    _end: DropGuard,
}

impl Lookouts {
    /// Nothing is followed yet.
    pub(in crate::engine) fn new(kit: Kit, crew: Crew) -> Self {
        Self {
            kit,
            crew,
            posts: BTreeMap::new(),
            wishes: 0,
        }
    }

    /// Follows a log, from its last 64 KiB on; nothing new if it is followed already.
    pub(in crate::engine) fn follow(&mut self, source: LogSource) {
        self.wishes += 1;
        let number = self.wishes;
        let node = source.node().clone();
        if let Some(post) = self.posts.get(&node) {
            post.wishes.send_modify(|wishes| {
                wishes.entry(source).or_insert(number);
            });
        } else if let Some(post) = self.post(&node, Wishes::from([(source, number)])) {
            self.posts.insert(node, post);
        }
    }

    /// Follows it no longer.
    pub(in crate::engine) fn unfollow(&mut self, source: &LogSource) {
        let Some(post) = self.posts.get(source.node()) else {
            return;
        };
        post.wishes.send_modify(|wishes| {
            wishes.remove(source);
        });
        if post.wishes.borrow().is_empty() {
            self.posts.remove(source.node());
        }
    }

    /// Tells what lies before a place of a log that is followed.
    pub(in crate::engine) fn read_back(&self, source: LogSource, stream: Stream, place: LogPlace) {
        let Some(post) = self.posts.get(source.node()) else {
            return;
        };
        let questions = post.questions.clone();
        self.crew.spawn(async move {
            let question = Back {
                source,
                stream,
                place,
            };
            // Nobody waits for the history of a log that is followed no longer.
            let _ = questions.send(question).await;
        });
    }

    /// Sends a lookout to a node of the roster.
    fn post(&self, node: &NodeId, first: Wishes) -> Option<Post> {
        let connection = self.kit.connections.of(node)?.clone();
        let (wishes, heard) = watch::channel(first);
        let (questions, inbox) = mpsc::channel(QUESTIONS);
        let tools = (self.kit.clone(), self.crew.clone());
        let lookout = Lookout::new(connection, tools, (heard, inbox));
        Some(Post {
            wishes,
            questions,
            _end: self.crew.spawn_stoppable(lookout.run()).drop_guard(),
        })
    }
}
