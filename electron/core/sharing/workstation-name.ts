/** What tells the workstations of a bureau apart: the end of their names, e.g. 7F3A of UTO-7F3A. */
export const workstationName = (id: string): string => id.slice(-4).toUpperCase();
