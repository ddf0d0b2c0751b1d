import type { RegisterCommand } from '../platform/command.js';
import { StartupError } from '../platform/startup-error.js';
import { KeyRotation } from './store/key-rotation.js';

/** `recoup rotate-key`. */
export const registerEvidence: RegisterCommand = (program, context) => {
  program
    .command('rotate-key')
    .description('wrap the keys of all evidence files with the newest master key, and encrypt those that lie in the clear')
    .action(async () => {
      let isStopped = false;
      void context.stopped().then(() => {
        isStopped = true;
      });
      const rotation = (await context.app()).get(KeyRotation);
      const { keyId, files, rewrapped, encrypted, retired, left } = await rotation.rotate(progress, () => isStopped);
      if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
      for (const { sha256, fault, keyId } of left) context.print(`${sha256}: ${fault}${keyId === undefined ? '' : ` ${keyId}`}`);
      context.print(`${files} files looked at: ${rewrapped} keys wrapped with ${keyId}, ${encrypted} files encrypted`);
      if (left.length > 0)
        throw new StartupError(
          `${left.length} files could not be read, and older keys are still needed. For key_missing, give that key behind the newest and run this again; recoup verify names the cases.`,
        );
      if (isStopped) throw new StartupError('Stopped. What is done stays done: run recoup rotate-key again.');
      for (const id of retired) context.print(`Master key ${id} is needed by no file any more, only by backups made before now`);
    });
};

function progress(files: number): void {
  if (process.stderr.isTTY && files % 100 === 0) process.stderr.write(`\r${files} files`);
}
