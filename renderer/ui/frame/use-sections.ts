import { useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useSession } from '../session-context.ts';
import { useViewMemory } from '../view-memory.ts';
import { type Section, sections } from './sections.ts';

const sectionOf = (href: string) => href.split(/[/?#]/)[1] ?? '';
const keyOf = (section: string) => `section.${section}`;

/** The sections this person may see, and a way to go to them: to where they were last, or to the top from inside. */
export function useSections() {
  const { can } = useSession();
  const router = useRouter();
  const navigate = useNavigate();
  const memory = useViewMemory();
  useEffect(() => {
    const remember = (href: string) => memory.set(keyOf(sectionOf(href)), href);
    return router.subscribe('onResolved', ({ toLocation }) => remember(toLocation.href));
  }, [router, memory]);

  const go = ({ name, to }: Section) => {
    // Where we are going counts, not what is still shown: two quick presses go in and up.
    const isHere = sectionOf(router.history.location.href) === name;
    const kept = memory.get(keyOf(name));
    if (isHere || typeof kept !== 'string') void navigate({ to });
    else router.history.push(kept);
  };
  return { shown: sections.filter(({ needs }) => needs.length === 0 || needs.some(can)), go };
}
