/** `gone`: there is no file. `altered`: it is not what was filed. `key_missing`: the master key that it needs is not known. */
export type Fault = 'gone' | 'altered' | 'key_missing';

/** A kept file that cannot be given as it was filed. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';

  constructor(
    readonly fault: Fault,
    /** Of the master key that is missing. */
    readonly keyId?: string,
  ) {
    super(keyId === undefined ? fault : `${fault}: ${keyId}`);
  }
}
