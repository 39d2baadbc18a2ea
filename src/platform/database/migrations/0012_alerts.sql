CREATE TABLE "alerts" (
	"name" text PRIMARY KEY NOT NULL,
	"raised" boolean NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"told" boolean NOT NULL,
	"claimed_until" timestamp with time zone
);
