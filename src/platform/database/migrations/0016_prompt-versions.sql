CREATE TABLE "prompt_activations" (
	"tenant_id" text NOT NULL,
	"sequence" integer NOT NULL,
	"version" integer NOT NULL,
	"previous" integer,
	"activated_by" text NOT NULL,
	"activated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "prompt_activations_tenant_id_sequence_pk" PRIMARY KEY("tenant_id","sequence")
);
--> statement-breakpoint
CREATE TABLE "prompt_versions" (
	"tenant_id" text NOT NULL,
	"number" integer NOT NULL,
	"text" text NOT NULL,
	"note" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"reviewed_by" text,
	"reviewed_at" timestamp with time zone,
	CONSTRAINT "prompt_versions_tenant_id_number_pk" PRIMARY KEY("tenant_id","number")
);
