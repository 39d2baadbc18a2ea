DROP INDEX "bus_outbox_done";--> statement-breakpoint
DROP INDEX "bus_outbox_key";--> statement-breakpoint
DROP INDEX "bus_outbox_open";--> statement-breakpoint
CREATE UNIQUE INDEX "bus_outbox_key" ON "bus_outbox" USING btree ("tenant_id","destination","key") WHERE attempts = 0;--> statement-breakpoint
CREATE INDEX "bus_outbox_open" ON "bus_outbox" USING btree ("destination","priority","created_at");--> statement-breakpoint
ALTER TABLE "bus_outbox" DROP COLUMN "done_at";