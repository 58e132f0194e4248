//! Work on many items at once, with the results in order.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};

/// Items that may be finished or under work while an earlier one is still waited for. It bounds the
/// memory that results take.
const WINDOW: usize = 16;

/// Applies `work` to the items on all cores and hands the results to `emit` in the items' order, each as
/// soon as it and all before it are there. Stops at the first error of `emit`.
pub fn ordered<I, T, E>(
    items: impl Iterator<Item = I>,
    work: impl Fn(I) -> T + Sync,
    mut emit: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E>
where
    I: Send,
    T: Send,
{
    let work = &work;
    rayon::in_place_scope(|scope| {
        let mut pending: VecDeque<Receiver<T>> = VecDeque::with_capacity(WINDOW);
        for item in items {
            let (sender, receiver) = sync_channel(1);
            scope.spawn(move |_| {
                // The receiver is gone only where `emit` failed; then nobody wants the result.
                let _ = sender.send(work(item));
            });
            pending.push_back(receiver);
            while let Some(first) = pending.front() {
                let result = if pending.len() == WINDOW {
                    first.recv().ok()
                } else {
                    match first.try_recv() {
                        Err(TryRecvError::Empty) => break,
                        answer => answer.ok(),
                    }
                };
                pending.pop_front();
                // No result means that `work` panicked; the scope passes the panic on when it ends.
                result.map_or(Ok(()), &mut emit)?;
            }
        }
        for receiver in pending {
            receiver.recv().ok().map_or(Ok(()), &mut emit)?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn results_come_in_order_whatever_takes_long() {
        let mut seen = Vec::new();
        let slow_first = |n: u64| {
            std::thread::sleep(std::time::Duration::from_millis(if n.is_multiple_of(10) { 5 } else { 0 }));
            n * n
        };
        let all: Result<(), ()> = ordered(0..100, slow_first, |square| {
            seen.push(square);
            Ok(())
        });
        assert_eq!(all, Ok(()));
        assert_eq!(seen, (0..100).map(|n| n * n).collect::<Vec<u64>>());
    }

    #[test]
    fn an_error_ends_the_work_soon() {
        let done = AtomicUsize::new(0);
        let count = |n: usize| {
            done.fetch_add(1, Ordering::Relaxed);
            n
        };
        let stopped = ordered(0..10_000, count, |n| if n == 3 { Err("full") } else { Ok(()) });
        assert_eq!(stopped, Err("full"));
        assert!(done.into_inner() <= 4 + WINDOW);
    }
}
