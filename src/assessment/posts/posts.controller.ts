import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person } from '../../people/signed-in-request.js';
import { mayHaveCards } from '../card-scope.js';
import { schemeReaders } from '../schemes/schemes.js';
import { AssessedPosts } from './assessed-posts.js';
import { PostForm, PostHistory, PostHistoryQuery, PostPath, PostsPage, PostsQuery } from './posts.shapes.js';

/** Who is assessed, and as what. */
@ApiTags('assessment')
@ApiBearerAuth()
@AllowRoles(...schemeReaders)
@Controller('api/v1/assessed-people')
export class PostsController {
  constructor(private readonly posts: AssessedPosts) {}

  @Get()
  @ApiOkResponse({ type: PostsPage })
  page(@Query() query: PostsQuery, @Person() person: CurrentPerson): Promise<PostsPage> {
    return this.posts.page(query, person);
  }

  /** All posts that somebody has held; one's own, everybody sees. */
  @Get(':login')
  @AllowRoles(...mayHaveCards, 'admin')
  @ApiOkResponse({ type: PostHistory })
  async history(
    @Param() { login }: PostPath,
    @Query() { company }: PostHistoryQuery,
    @Person() person: CurrentPerson,
  ): Promise<PostHistory> {
    return { items: await this.posts.history(login, company, person) };
  }

  /** From a day on, which no closed period has; by hr, and never for oneself. */
  @Put(':login')
  @AllowRoles('hr')
  @ApiOkResponse({ type: PostHistory })
  async set(@Param() { login }: PostPath, @Body() form: PostForm, @Person() person: CurrentPerson): Promise<PostHistory> {
    await this.posts.set(person, login, form);
    return { items: await this.posts.history(login, form.company, person) };
  }
}
