CREATE TABLE "bus_dead_letters" (
	"tenant_id" text NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"destination" text NOT NULL,
	"priority" integer NOT NULL,
	"payload" jsonb NOT NULL,
	"reason" text NOT NULL,
	"stage" text,
	"attempts" integer NOT NULL,
	"failed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "bus_dead_letters_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
DROP INDEX "bus_outbox_waiting";--> statement-breakpoint
ALTER TABLE "bus_outbox" ADD COLUMN "not_before" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "bus_outbox" ADD COLUMN "sending" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "bus_outbox" ADD COLUMN "claimed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "bus_outbox" ADD COLUMN "started_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "bus_outbox" ADD COLUMN "done_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "bus_outbox" ADD COLUMN "attempts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "bus_dead_letters_by_time" ON "bus_dead_letters" USING btree ("failed_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "bus_outbox_key" ON "bus_outbox" USING btree ("tenant_id","destination","key");--> statement-breakpoint
CREATE INDEX "bus_outbox_open" ON "bus_outbox" USING btree ("destination","priority","created_at") WHERE done_at is null;--> statement-breakpoint
CREATE INDEX "bus_outbox_done" ON "bus_outbox" USING btree ("done_at") WHERE done_at is not null;