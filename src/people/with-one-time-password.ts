import { SetMetadata } from '@nestjs/common';

export const withOneTimePassword = 'people.with-one-time-password';

/** Open also to somebody whose password was set by somebody else: choosing another, and leaving. */
export function WithOneTimePassword(): ClassDecorator & MethodDecorator {
  return SetMetadata(withOneTimePassword, true);
}
