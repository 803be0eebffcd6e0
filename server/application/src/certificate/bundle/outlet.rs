//! Where a thread writes what an asynchronous response sends: in blocks, waiting while the taker is slow.

use std::{
    io::{self, Write},
    mem,
    time::Duration,
};
use tokio::{runtime::Handle, sync::mpsc};

/// The bytes of a block.
const BLOCK: usize = 64 << 10;
/// So many blocks wait for a slow taker.
const WAITING: usize = 4;

/// A taker that takes nothing for so long is gone, or keeps others from their turn.
const PATIENCE: Duration = Duration::from_secs(60);

/// The writing end, for a thread of the runtime that may block. Writing fails once nobody takes any more.
pub(super) struct Outlet {
    block: Vec<u8>,
    to: mpsc::Sender<io::Result<Vec<u8>>>,
}

impl Clone for Outlet {
    /// Another end with an empty block of its own.
    fn clone(&self) -> Self {
        Self { block: Vec::new(), to: self.to.clone() }
    }
}

impl Outlet {
    /// Makes both ends.
    pub fn new() -> (Self, mpsc::Receiver<io::Result<Vec<u8>>>) {
        let (to, taken) = mpsc::channel(WAITING);
        (Self { block: Vec::new(), to }, taken)
    }

    /// Sends what is left.
    pub fn end(mut self) -> io::Result<()> {
        self.flush()
    }

    /// Tells the taker that there will be no whole archive, so that it does not look like one.
    pub fn fail(self) {
        self.to.blocking_send(Err(io::Error::other("the archive could not be finished"))).ok();
    }
}

impl Write for Outlet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.block.extend_from_slice(bytes);
        if self.block.len() >= BLOCK {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.block.is_empty() {
            return Ok(());
        }
        let block = mem::replace(&mut self.block, Vec::with_capacity(BLOCK));
        let sent = Handle::current().block_on(self.to.send_timeout(Ok(block), PATIENCE));
        sent.map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}
