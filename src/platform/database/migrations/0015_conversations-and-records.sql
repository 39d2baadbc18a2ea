CREATE TABLE "conversations" (
	"tenant_id" text NOT NULL,
	"id" uuid NOT NULL,
	"object_id" text NOT NULL,
	"title" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "conversations_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "answer_records" (
	"tenant_id" text NOT NULL,
	"id" uuid NOT NULL,
	"object_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"entry" text NOT NULL,
	"sequence" bigint,
	"previous_hash" text,
	"hash" text,
	CONSTRAINT "answer_records_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "record_checkpoints" (
	"tenant_id" text NOT NULL,
	"sequence" bigint NOT NULL,
	"hash" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "record_checkpoints_tenant_id_sequence_pk" PRIMARY KEY("tenant_id","sequence")
);
--> statement-breakpoint
ALTER TABLE "answers" ADD COLUMN "conversation_id" uuid;--> statement-breakpoint
ALTER TABLE "answers" ADD COLUMN "standalone_question" text;--> statement-breakpoint
ALTER TABLE "answers" ADD COLUMN "salt" text;--> statement-breakpoint
CREATE INDEX "conversations_by_person" ON "conversations" USING btree ("tenant_id","object_id","updated_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "answer_records_sequence" ON "answer_records" USING btree ("tenant_id","sequence");--> statement-breakpoint
CREATE INDEX "answer_records_unlinked" ON "answer_records" USING btree ("tenant_id","at","id") WHERE sequence is null;--> statement-breakpoint
ALTER TABLE "answers" ADD CONSTRAINT "answers_tenant_id_conversation_id_conversations_tenant_id_id_fk" FOREIGN KEY ("tenant_id","conversation_id") REFERENCES "public"."conversations"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "answers_of_conversation" ON "answers" USING btree ("tenant_id","conversation_id","created_at");