import { ApiProperty } from '@nestjs/swagger';
import { IdPage } from '../people/paging.js';
import { BusinessDate, Name } from '../platform/shapes.js';

class FindingAnswer {
  @ApiProperty({ enum: ['chain', 'state', 'money', 'deductions', 'seal', 'evidence', 'scorecard', 'list', 'voucher'] }) check!: string;
  @ApiProperty() company!: string;
  @ApiProperty({ type: String, nullable: true }) case!: string | null;
  @ApiProperty() what!: string;
}

export class VerifiedAnswer {
  @ApiProperty() ok!: boolean;
  @ApiProperty() cases!: number;
  @ApiProperty({ description: 'Journal entries that were hashed and replayed' }) entries!: number;
  @ApiProperty() seals!: number;
  @ApiProperty({ description: 'All of them; `problems` holds the first 1,000' }) problemCount!: number;
  @ApiProperty({ type: [FindingAnswer] }) problems!: FindingAnswer[];
}

export class SealsQuery extends IdPage {
  @Name({ max: 20 }) company!: string;
}

export class SealAnswer {
  @ApiProperty() company!: string;
  @ApiProperty() number!: number;
  @BusinessDate() businessDate!: string;
  @ApiProperty({ format: 'date-time' }) sealedAt!: string;
  @ApiProperty({ description: 'Cases that changed since the seal before' }) leaves!: number;
  @ApiProperty({ description: 'Merkle root, hexadecimal' }) root!: string;
  @ApiProperty({ description: 'Hexadecimal' }) prevHash!: string;
  @ApiProperty({ description: 'Hexadecimal' }) hash!: string;
  @ApiProperty({ description: 'Ed25519, SPKI in base64' }) publicKey!: string;
  @ApiProperty({ description: 'Over the hash, hexadecimal' }) signature!: string;
}

export class SealsPage {
  @ApiProperty({ type: [SealAnswer] }) items!: SealAnswer[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class ReconciliationRow {
  @ApiProperty() company!: string;
  @ApiProperty() currency!: string;
  @ApiProperty() amount!: string;
  @ApiProperty() open!: string;
  @ApiProperty() received!: string;
  @ApiProperty() credited!: string;
  @ApiProperty() writtenOff!: string;
  @ApiProperty() recovered!: string;
  @ApiProperty({ description: 'amount − open − received − credited − writtenOff: must be 0.00' }) ledgerDifference!: string;
  @ApiProperty({ description: 'Receipts not reversed' }) receipts!: string;
  @ApiProperty() allocated!: string;
  @ApiProperty({ description: 'receipts − allocated' }) onAccount!: string;
  @ApiProperty({ description: 'allocated − received − recovered: must be 0.00' }) receiptDifference!: string;
  @ApiProperty({ description: 'Credits not taken back' }) credits!: string;
  @ApiProperty({ description: 'What of them has lowered receivables' }) creditsApplied!: string;
  @ApiProperty({ description: 'credits − creditsApplied' }) creditsOnAccount!: string;
  @ApiProperty({ description: 'creditsApplied − credited: must be 0.00' }) creditDifference!: string;
  @ApiProperty({ description: 'open − open in cases − open of what has none: must be 0.00' }) caseDifference!: string;
}

export class ReconciliationAnswer {
  @ApiProperty({ type: [ReconciliationRow] }) items!: ReconciliationRow[];
}
