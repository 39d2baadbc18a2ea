CREATE TABLE "answer_shares" (
	"tenant_id" text NOT NULL,
	"id" uuid NOT NULL,
	"answer_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "answer_shares_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "answer_shares_of_answer" UNIQUE("tenant_id","answer_id")
);
--> statement-breakpoint
ALTER TABLE "answer_shares" ADD CONSTRAINT "answer_shares_tenant_id_answer_id_answers_tenant_id_id_fk" FOREIGN KEY ("tenant_id","answer_id") REFERENCES "public"."answers"("tenant_id","id") ON DELETE cascade ON UPDATE no action;