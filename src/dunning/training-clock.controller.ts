import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { BusinessDate } from '../platform/shapes.js';
import { TrainingClock } from './training-clock.js';

class ClockForm {
  @BusinessDate({ description: 'Any day, also an earlier one, as long as no journal entry lies after it' })
  date!: string;
}

class ClockAnswer {
  @BusinessDate()
  date!: string;
}

@ApiTags('training')
@ApiBearerAuth()
@Controller('api/v1/training/clock')
export class TrainingClockController {
  constructor(private readonly clock: TrainingClock) {}

  @Get()
  @ApiOkResponse({ type: ClockAnswer })
  async read(): Promise<ClockAnswer> {
    return { date: await this.clock.read() };
  }

  /** Moves the business date; answers when the nights of all days passed have run. */
  @Post()
  @HttpCode(200)
  @ApiOkResponse({ type: ClockAnswer })
  async move(@Body() { date }: ClockForm): Promise<ClockAnswer> {
    await this.clock.move(date);
    return { date };
  }
}
