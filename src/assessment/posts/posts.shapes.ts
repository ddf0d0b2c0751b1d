import { ApiProperty } from '@nestjs/swagger';
import { posts } from '../../../workflows/scorecard/scheme.js';
import { LoginPage } from '../../people/paging.js';
import { BusinessDate, Id, Login, Name, OneOf, Text } from '../../platform/shapes.js';
import { channels, NullableText } from '../schemes/schemes.shapes.js';

export class PostPath {
  @Login() login!: string;
}

export class PostForm {
  @Name({ max: 20 }) company!: string;
  @OneOf([...posts, 'none'], { description: 'none: not assessed any more' }) post!: (typeof posts)[number] | 'none';
  @OneOf(channels, { optional: true }) channel?: (typeof channels)[number];
  @Id({ optional: true, description: 'By which a team lead is measured; left out: those that the person manages' }) team?: string;
  @BusinessDate({ description: 'After the last period that was closed' }) from!: string;
  @Text({ max: 500, optional: true }) reason?: string;
}

export class PostsQuery extends LoginPage {
  @Name({ max: 20 }) company!: string;
  @BusinessDate({ optional: true, description: 'Today when left out' }) on?: string;
  @OneOf(posts, { optional: true }) post?: (typeof posts)[number];
}

export class PostAnswer {
  @Login() person!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: [...posts, 'none'] }) post!: string;
  @NullableText() channel!: string | null;
  @NullableText() team!: string | null;
  @NullableText() teamName!: string | null;
  @BusinessDate() from!: string;
  @NullableText() reason!: string | null;
  @Login() setBy!: string;
  @BusinessDate() setOn!: string;
}

export class PostsPage {
  @ApiProperty({ type: [PostAnswer] }) items!: PostAnswer[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class PostHistory {
  @ApiProperty({ type: [PostAnswer], description: 'The latest day first; of one day the first holds' }) items!: PostAnswer[];
}

export class PostHistoryQuery {
  @Name({ max: 20 }) company!: string;
}
