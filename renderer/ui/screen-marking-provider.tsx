import { type ReactNode, useState } from 'react';
import { ScreenMarkingContext, ScreenMarkings } from './screen-marking.ts';

interface Props {
  readonly children: ReactNode;
}

export function ScreenMarkingProvider({ children }: Props) {
  const [markings] = useState(() => new ScreenMarkings());
  return <ScreenMarkingContext value={markings}>{children}</ScreenMarkingContext>;
}
