/** What people call a workstation, e.g. UTO-7F3A: its bureau and the end of its id. */
export const workstationName = (bureau: string, id: string): string => `${bureau}-${id.slice(-4).toUpperCase()}`;
