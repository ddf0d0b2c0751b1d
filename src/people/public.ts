import { SetMetadata } from '@nestjs/common';

export const publicRoute = 'people.public';

/** Lets callers in who have not signed in. */
export function Public(): ClassDecorator & MethodDecorator {
  return SetMetadata(publicRoute, true);
}
