import { type ReactNode, useEffect, useState } from 'react';
import { NowContext } from './now-context.ts';

const STEP_MS = 30_000;

interface Props {
  readonly children: ReactNode;
}

/** One timer for all the ages on the screen. */
export function NowProvider({ children }: Props) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), STEP_MS);
    return () => clearInterval(timer);
  }, []);
  return <NowContext value={now}>{children}</NowContext>;
}
