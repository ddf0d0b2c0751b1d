import { SetMetadata } from '@nestjs/common';

export const notByToken = 'people.not-by-token';

/** Ways in are made and ended by people: a machine that has been given one must not make itself another. */
export function NotByToken(): ClassDecorator & MethodDecorator {
  return SetMetadata(notByToken, true);
}
