import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from '../../../people/allow-roles.js';
import type { CurrentPerson } from '../../../people/current-person.js';
import { Person } from '../../../people/signed-in-request.js';
import type { StoredProfile } from './import-profile.js';
import { ImportProfiles } from './import-profiles.js';
import { ProfileAnswer, ProfileForm, ProfilePath, ProfilesAnswer } from './profile.shapes.js';

@ApiTags('imports')
@ApiBearerAuth()
@AllowRoles('ar_clerk', 'admin')
@Controller('api/v1/import-profiles')
export class ProfilesController {
  constructor(private readonly profiles: ImportProfiles) {}

  @Get()
  @ApiOkResponse({ type: ProfilesAnswer })
  async list(): Promise<ProfilesAnswer> {
    return { items: (await this.profiles.list()).map(answer) };
  }

  @Get(':name')
  @ApiOkResponse({ type: ProfileAnswer })
  async read(@Param() { name }: ProfilePath): Promise<ProfileAnswer> {
    return answer(await this.profiles.read(name));
  }

  @Put(':name')
  @ApiOkResponse({ type: ProfileAnswer })
  async put(@Person() person: CurrentPerson, @Param() { name }: ProfilePath, @Body() form: ProfileForm): Promise<ProfileAnswer> {
    return answer(await this.profiles.put(name, form, person.login));
  }

  /** Imports that were made with it still name the version they used. */
  @Delete(':name')
  @HttpCode(204)
  @ApiNoContentResponse()
  remove(@Person() person: CurrentPerson, @Param() { name }: ProfilePath): Promise<void> {
    return this.profiles.remove(name, person.login);
  }
}

function answer({ definition, ...kept }: StoredProfile): ProfileAnswer {
  return { ...kept, ...definition };
}
