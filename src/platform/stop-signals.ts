const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Resolves when the operating system first asks to stop; from this call on, no such signal ends the process by itself.
 * Further ones are ignored while the work is being put away: npm and the terminal often both send one for a single Ctrl-C.
 */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of signals) process.on(signal, () => resolve());
  });
}
