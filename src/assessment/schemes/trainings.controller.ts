import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person } from '../../people/signed-in-request.js';
import { schemeReaders } from './schemes.js';
import { TrainingAnswer, TrainingForm, TrainingsPage, TrainingsQuery } from './schemes.shapes.js';
import { Trainings } from './trainings.js';

/** Trainings before a scheme starts, and others. */
@ApiTags('assessment')
@ApiBearerAuth()
@AllowRoles(...schemeReaders)
@Controller('api/v1/trainings')
export class TrainingsController {
  constructor(private readonly trainings: Trainings) {}

  @Get()
  @ApiOkResponse({ type: TrainingsPage })
  page(@Query() query: TrainingsQuery, @Person() person: CurrentPerson): Promise<TrainingsPage> {
    return this.trainings.page(query, person);
  }

  @Post()
  @AllowRoles('hr')
  @ApiCreatedResponse({ type: TrainingAnswer })
  record(@Body() form: TrainingForm, @Person() person: CurrentPerson): Promise<TrainingAnswer> {
    return this.trainings.record(person, form);
  }
}
