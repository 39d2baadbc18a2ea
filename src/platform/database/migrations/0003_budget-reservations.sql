CREATE TABLE "budget_reservations" (
	"tenant_id" text NOT NULL,
	"id" uuid NOT NULL,
	"subject" text NOT NULL,
	"tokens" bigint NOT NULL,
	"cost_in_micros" bigint NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "budget_reservations_tenant_id_id_subject_pk" PRIMARY KEY("tenant_id","id","subject")
);
