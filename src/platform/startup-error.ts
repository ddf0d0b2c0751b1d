/** Something the operator can put right before the program starts. The message is one sentence and is all that gets printed. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}

/**
 * Prints a failure of a start or a command to stderr: the sentence of a StartupError, the stack of anything else.
 * @returns the exit code
 */
export function reportFailure(error: unknown): number {
  if (error instanceof StartupError) console.error(`recoup: ${error.message}`);
  else console.error(error);
  return 1;
}
