import { applyDecorators, Controller, SetMetadata } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';

/** On routes that answer people: they come with the cookie of their session, not with a token. */
export const pageRoute = 'platform.page';

/** A controller whose routes answer with pages. */
export function PageController(path = ''): ClassDecorator {
  return applyDecorators(Controller(path), SetMetadata(pageRoute, true), ApiExcludeController());
}
