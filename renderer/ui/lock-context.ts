import { createContext, useContext } from 'react';

export const LockContext = createContext<() => Promise<void>>(() => Promise.resolve());

/** Locks the workstation: what was typed is sealed first, then the core ends and its keys with it. */
export const useLock = (): (() => Promise<void>) => useContext(LockContext);
