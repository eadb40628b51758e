/** Every text of this language, as one part of the program that is fetched by itself. */
export const texts = import.meta.glob<Record<string, unknown>>('./ar/*.json', { eager: true, import: 'default' });
