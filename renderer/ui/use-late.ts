import { useEffect, useState } from 'react';

/** What is faster than this is shown without a word about waiting, which would only flicker. */
const DELAY_MS = 150;

/** False at first; true where what is waited for takes long enough to be noticed. */
export function useLate(): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), DELAY_MS);
    return () => clearTimeout(timer);
  }, []);
  return late;
}
