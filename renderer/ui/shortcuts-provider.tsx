import { type ReactNode, useEffect, useState } from 'react';
import { ShortcutContext, ShortcutRegistry } from './shortcuts.ts';

interface Props {
  readonly children: ReactNode;
}

/** One listener for all the keys of the application. */
export function ShortcutsProvider({ children }: Props) {
  const [registry] = useState(() => new ShortcutRegistry());
  useEffect(() => {
    document.addEventListener('keydown', registry.onKeyDown);
    return () => document.removeEventListener('keydown', registry.onKeyDown);
  }, [registry]);
  return <ShortcutContext value={registry}>{children}</ShortcutContext>;
}
