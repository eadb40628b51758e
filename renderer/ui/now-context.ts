import { createContext, useContext } from 'react';

export const NowContext = createContext<number>(0);

/** Milliseconds since 1970, moving on every half minute: for ages and clocks on screen. */
export const useNow = (): number => useContext(NowContext);
