//! Work on all bodies, spread over threads; each body's result is its own, so that it does not matter over how many.

use pulp::{Arch, Simd, WithSimd};
use rayon::iter::{IndexedParallelIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;

/// Bodies that a task works off before it looks for more.
const A_TASK: usize = 1024;

/// Bodies from which a second thread is worth its start.
const WORTH_SHARING: usize = 2500;

/// Numbers that are summed side by side, so that the compiler can use vector registers. The order of the sums is part of the
/// result: it does not change with the machine's registers.
pub(crate) const LANES: usize = 16;

/// The sum of all lanes, by halves.
#[inline(always)]
pub(crate) fn total(mut lanes: [f32; LANES]) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for lane in 0..half {
            lanes[lane] += lanes[lane + half];
        }
        half /= 2;
    }
    lanes[0]
}

/// Does some work with the widest vectors that the processor has. What it calls is to be `#[inline(always)]`: what is not
/// inlined does without them.
pub(crate) fn with_vectors(work: impl WithSimd<Output = ()>) {
    Arch::new().dispatch(work);
}

/// Work that leaves it to the compiler how to use vectors.
struct Plain<F>(F);

impl<F: FnMut()> WithSimd for Plain<F> {
    type Output = ();

    // Called by reference, as the compiler's own way from there to `FnOnce` is not always inlined.
    #[inline(always)]
    fn with_simd<S: Simd>(mut self, _: S) {
        (self.0)();
    }
}

/// Puts what `work` finds for each body into two columns, by [`with_vectors`].
pub(crate) fn for_each_body(
    x: &mut [f32],
    y: &mut [f32],
    work: impl Fn(usize) -> (f32, f32) + Send + Sync,
) {
    let some = |first: usize, x: &mut [f32], y: &mut [f32]| {
        with_vectors(Plain(
            #[inline(always)]
            || {
                for (place, (x, y)) in x.iter_mut().zip(&mut *y).enumerate() {
                    (*x, *y) = work(first + place);
                }
            },
        ));
    };
    if x.len() < WORTH_SHARING {
        some(0, x, y);
    } else {
        x.par_chunks_mut(A_TASK)
            .zip(y.par_chunks_mut(A_TASK))
            .enumerate()
            .for_each(|(task, (x, y))| some(task * A_TASK, x, y));
    }
}
