import { createContext, useContext } from 'react';
import { createFormats, type Formats } from './formats.ts';

/** Made once for a language and shared: making Intl formatters is what costs. */
export const FormatsContext = createContext<Formats>(createFormats('en'));

/** Numbers, times and dates in the reader's language. */
export const useFormats = (): Formats => useContext(FormatsContext);
