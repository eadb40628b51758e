import { useEffect, useState } from 'react';

/**
 * Whole seconds left.
 * @param seconds to start from.
 * @param occasion another value starts again, also from the same number of seconds.
 */
export function useCountdown(seconds: number, occasion: number): number {
  const [left, setLeft] = useState(seconds);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same wait can be imposed twice
  useEffect(() => {
    const end = performance.now() + seconds * 1000;
    const tick = () => setLeft(Math.max(0, Math.ceil((end - performance.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [seconds, occasion]);
  return left;
}
