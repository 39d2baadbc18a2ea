// Generated from docs/openapi.json by "npm run generate".

export interface paths {
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys with which access tokens can be checked. */
        get: operations["getPublicKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/access-lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The access list that documents of a collection or source inherit. */
        get: operations["getAccessList"];
        /** Set the access list that documents of a collection or source inherit, and change all that do. */
        put: operations["setAccessList"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/access/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why somebody may or may not read a document.
         * @description Give "groups" for somebody who never signed in here, or to try out a change. The answer follows the rule by which every answer and every document is checked.
         */
        get: operations["explainAccess"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What people and programs did: sign-ins, questions, reads, rights, exports, deletions, administration. Newest first. */
        get: operations["searchAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same, oldest first, as JSON Lines with what was hashed, so that it can be checked elsewhere. */
        get: operations["exportAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/audit/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The public key that checkpoints of the audit are signed with. */
        get: operations["getAuditKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/budgets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The budgets that are set, the defaults for all others, and what was used today. */
        get: operations["listBudgets"];
        /** Set what the tenant, each user ("everyone"), one user or all members of a group together may use per day. It holds from the next question on and replaces the default whole. */
        put: operations["setBudget"];
        post?: never;
        /** Take a budget away, so that the default holds again. Succeeds when there is none. */
        delete: operations["deleteBudget"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/consistency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether registry, index and originals hold the same library.
         * @description Looks now and changes nothing; a large library takes some seconds. What is certain is mended by itself every hour. What changed in the last ten minutes is left out, because it may be at work; a file that is being uploaded at this moment may be counted as one that no document needs.
         */
        get: operations["getConsistency"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was given up after it failed again and again, newest first.
         * @description An empty list is good news. Letters whose document succeeded or was deleted meanwhile go by themselves.
         */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/dead-letters/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Forget what was given up: the letters named, or all.
         * @description Their documents stay failed, with the reason, until they are retried, uploaded again or deleted.
         */
        post: operations["discardDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/dead-letters/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try again what was given up: the letters named, or all.
         * @description Their documents are queued again at once. What fails again becomes a new dead letter.
         */
        post: operations["replayDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/documents/{id}/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change who may read a document that you need not be able to read yourself.
         * @description For administrators: it brings back what nobody is left to see. The words stay closed to you.
         */
        put: operations["setAnyDocumentAccess"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is kept for legal matters, newest first, with holds that were lifted. */
        get: operations["listLegalHolds"];
        put?: never;
        /** Keep what somebody, or everybody, asked and did, or a document: neither age nor a wish removes it until the hold is lifted. */
        post: operations["placeLegalHold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/holds/{id}/lift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a hold go. */
        post: operations["liftLegalHold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/index": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The builds of the search index, newest first. */
        get: operations["listIndexGenerations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/index/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let searches use another build of the index: a new one, or the one before to go back.
         * @description A new one is first compared with the active one on the questions that people asked last, on the accepted golden questions and on those in "golden"; one that finds worse is refused (409, with the figures in "comparison") unless "override" comes with a reason. Searches that have begun end on the build they began with. The one before is kept for a day.
         */
        post: operations["activateIndexGeneration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/index/rebuild": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Build the search index anew, beside the one that is used.
         * @description It is filled in the background, and follows what is added, changed and deleted meanwhile. Searches go on as before until it is made active.
         */
        post: operations["rebuildIndex"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/index/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove a build of the index that is not used. Succeeds when there is none. */
        post: operations["removeIndexGeneration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/prompts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The versions of the wording that models write answers by, newest first; version 0 is the default. */
        get: operations["listPrompts"];
        put?: never;
        /** Write a new version of the wording. Nothing is answered with it before it is reviewed and activated. */
        post: operations["draftPrompt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/prompts/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One version of the wording, alone and within the rules of the code as a model gets it. */
        get: operations["getPrompt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/prompts/{version}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write answers with a reviewed version, or with the default, from now on. Cached answers are outdated.
         * @description Where there are accepted golden questions and a model that writes, they are asked with it and with the active one first; it is refused when answers are worse (409, with the figures in "comparison") unless "override" comes with a reason.
         */
        post: operations["activatePrompt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/prompts/{version}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a version of the wording differs from the active one, or from the one named in "against". */
        get: operations["diffPrompt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/prompts/{version}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that you have read a draft and that it may be activated.
         * @description Its author may do so only where there is no other administrator; "self_reviewed" then tells.
         */
        post: operations["reviewPrompt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/prompts/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go back to the version that was active before; once more goes further back. */
        post: operations["rollBackPrompt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the records of answers and other acts are as they were written, and the first place where they are not. */
        get: operations["checkRecords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the process that answers is set, and where each value comes from.
         * @description Values of secrets are never given. Roles that run in other processes have settings of their own.
         */
        get: operations["listSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/answer-cache-scope": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What answers to you depend on besides the question; for gateways in front that keep answers. */
        get: operations["getAnswerCacheScope"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What you asked, newest first. */
        get: operations["listAnswers"];
        put?: never;
        post?: never;
        /** Delete everything that you asked, with the answers. */
        delete: operations["deleteAnswers"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/answers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A question that you asked, with its answer and what became of its sources since.
         * @description Sentences and quotes that rest on documents that were deleted, or that you may no longer read, are left out. The id is that of the header X-Footnote-Answer-Id of the answer.
         */
        get: operations["getAnswer"];
        put?: never;
        post?: never;
        /** Delete a question that you asked, with its answer. Succeeds when there is none. */
        delete: operations["deleteAnswer"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/answers/{id}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How an answer came about: passages, model, parameters, usage, checks and timings. Words are hashes. */
        get: operations["explainAnswer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/answers/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same as Markdown with footnotes. */
        get: operations["exportAnswer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/answers/{id}/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say what you think of an answer that you were given, instead of what you said before. */
        post: operations["giveFeedback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/answers/{id}/share": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The link of an answer of yours. */
        get: operations["getAnswerShare"];
        put?: never;
        /** Make a link under which colleagues open an answer of yours, or get the one that it has. */
        post: operations["shareAnswer"];
        /** End the link of an answer of yours. Succeeds when there is none. */
        delete: operations["endAnswerShare"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/answers/{id}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read on in a streamed answer whose connection was lost.
         * @description For questions that were sent with the header Prefer: resumable. The id is that of the header X-Footnote-Answer-Id; the header Last-Event-ID names the last event that arrived. Possible for 60 seconds, by whoever asked, as long as neither rights nor documents have changed.
         */
        get: operations["resumeAnswer"];
        put?: never;
        post?: never;
        /** Stop writing an answer that goes on without its reader. Succeeds when there is none. */
        delete: operations["stopAnswer"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The API keys of your organisation, newest first; the keys themselves are never shown again. */
        get: operations["listApiKeys"];
        put?: never;
        /** Make an API key for a script; the key is shown once. */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Refuse an API key from now on. */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask a question; every sentence of the answer carries a footnote. */
        post: operations["ask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/budget": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is left of the budgets that hold for you today: your own, those of your groups, and the one of your organisation. */
        get: operations["getOwnBudget"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your conversations, the last used first. */
        get: operations["listConversations"];
        put?: never;
        /** Begin a conversation; give its id as conversation_id with each question of it. */
        post: operations["createConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A conversation of yours: its questions and answers, and what became of their sources since.
         * @description Sentences and quotes that rest on documents that were deleted, or that you may no longer read, are left out.
         */
        get: operations["getConversation"];
        put?: never;
        post?: never;
        /** Delete a conversation of yours with its questions and answers. Succeeds when there is none. */
        delete: operations["deleteConversation"];
        options?: never;
        head?: never;
        /** Give a conversation of yours another title. */
        patch: operations["renameConversation"];
        trace?: never;
    };
    "/api/conversations/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A conversation as Markdown with footnotes, or as JSON. */
        get: operations["exportConversation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deletions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Documents that were deleted, newest first. */
        get: operations["listDeletions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The documents you may read, newest first. */
        get: operations["listDocuments"];
        /**
         * Bring the document that a source calls so to this state.
         * @description The body is the file itself, of any type. Sent again it changes nothing: equal bytes are not read a second time. Another title, collection or access list holds without new bytes being read. 202 when something changed, else 200.
         */
        put: operations["putDocument"];
        /**
         * Add documents, or new versions of known ones.
         * @description Send one or more files in fields named "file". Optional fields: source, collection, priority (high, normal, low), access (comma-separated "everyone", "user:…", "group:…"; by default the list of the collection or source, else only the uploader); access_for ("new" leaves documents that are there already their lists; by default "all"); for a single file external_id, title, fingerprint, changed_at as in PUT, and for several a field "files": a JSON array with an object of these for each file, in their order.
         */
        post: operations["uploadDocuments"];
        /**
         * Delete the document that a source calls so: no answer uses it from now on.
         * @description Also 204 when there is none (any more) that you may see. A deletion is remembered: changes that are older, and come later, do not bring the document back.
         */
        delete: operations["deleteDocumentByIdentity"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One document. */
        get: operations["getDocument"];
        put?: never;
        post?: never;
        /**
         * Delete a document: no answer uses it from now on.
         * @description The header Link leads to the receipt, which says what was removed from which store, and when.
         */
        delete: operations["deleteDocument"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{id}/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who may read a document, and where that is decided. */
        get: operations["getDocumentAccess"];
        /**
         * Change who may read a document.
         * @description Give "access" for a list of its own ("everyone", "user:…", "group:…"), or "inherit" to follow the list of its collection or source from now on. It holds at once.
         */
        put: operations["setDocumentAccess"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop the reading of the newest version; an earlier one that searches use stays. */
        post: operations["cancelDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The original file, or the part of it that the header `range` names. */
        get: operations["getDocumentContent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{id}/deletion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The receipt of a deletion: what was removed from which store, and when. */
        get: operations["getDeletion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{id}/passages/{passage_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One passage, to show a citation in its surroundings. */
        get: operations["getPassage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{id}/rectangles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the words of a citation stand on their page, to highlight them. */
        get: operations["getQuoteRectangles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read the newest version once more, after it failed, was cancelled or held no text. */
        post: operations["retryDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The versions of a document, newest first. */
        get: operations["listDocumentVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read all documents once more that match and could not be read. */
        post: operations["retryDocuments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/suggestions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Up to three things that the documents you may read say something about. */
        get: operations["suggestQuestions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/evaluation/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Questions with what is known to be right, newest first; those whose documents you may read. */
        get: operations["listGoldenCases"];
        put?: never;
        /** Add a question with what is known to be right. It is accepted at once. */
        post: operations["createGoldenCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/evaluation/cases/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Give a question other words, truth and evidence, and accept it. */
        put: operations["replaceGoldenCase"];
        post?: never;
        /** Remove a question from the set. Succeeds when there is none. */
        delete: operations["deleteGoldenCase"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/evaluation/cases/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Measure on a question that was proposed, or refused before. */
        post: operations["acceptGoldenCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/evaluation/cases/{id}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Do not measure on a question; it is kept, so that it is not proposed again. */
        post: operations["refuseGoldenCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/evaluation/cases/generate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Propose questions from passages of documents that you may read, for review.
         * @description A model writes them where there is one, else rules do (English and German).
         */
        post: operations["generateGoldenCases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/evaluation/cases/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add many questions, or replace those that are there. What does not fit is told, the rest is taken. */
        post: operations["importGoldenCases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/evaluation/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How answers did on the golden questions, newest first. */
        get: operations["listEvaluations"];
        put?: never;
        /**
         * Ask all accepted golden questions; look at the run until its state is "done".
         * @description It happens by itself every night, and when another build of the index is made active.
         */
        post: operations["startEvaluation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/evaluation/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One run: its figures, and what is otherwise than in the run before. */
        get: operations["getEvaluation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/evaluation/runs/{id}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How each question of a run did, a line of JSON each. */
        get: operations["getEvaluationResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The reports that there are, with what their columns say. */
        get: operations["listReports"];
        put?: never;
        /** Have a report written into a file; look at its state until it is ready. It is kept for a day. */
        post: operations["exportReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A report: what was asked, how it was answered, how long it took, what it cost.
         * @description Times are in the time zone that you name. As CSV it has the rows without the total.
         */
        get: operations["getReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The files that you asked for within a day, newest first; at most 100. */
        get: operations["listReportExports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/exports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a file is that you asked for. */
        get: operations["getReportExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/exports/{id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The file, for whoever asked for it. */
        get: operations["getReportExportContent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The reports that are sent at fixed times, the next one first. */
        get: operations["listReportSchedules"];
        put?: never;
        /**
         * Send a report at fixed times: by mail, or to a webhook.
         * @description A webhook gets the numbers as JSON with the headers webhook-id, webhook-timestamp and webhook-signature (standardwebhooks.com); the reply to this request has the secret to check them with.
         */
        post: operations["createReportSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/schedules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Send a report no more. Succeeds when there is none. */
        delete: operations["deleteReportSchedule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/schedules/{id}/send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a report once more, now; the list then tells whether it arrived. */
        post: operations["sendScheduledReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/unanswered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What people asked in vain, by topic, and where an answer would belong. */
        get: operations["getUnansweredQuestions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["searchPassages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who you are here, and where your roles and groups come from. */
        get: operations["getSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The browsers in which you are signed in, newest first. */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        /** Sign out all other browsers of yours. */
        delete: operations["endOtherSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign out another browser of yours. */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shared-answers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An answer that a colleague shared, as far as you may read its sources.
         * @description Sentences and quotes that rest on documents that are gone, or that you may not read, are left out.
         */
        get: operations["openSharedAnswer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-in-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a one-time link that signs you in to another browser. */
        post: operations["createSignInLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The sources you keep in step; for administrators all of them. */
        get: operations["listSources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sources/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One source, and how far the last look at it got. */
        get: operations["getSource"];
        /**
         * Say how a source stands; a new name begins a new source.
         * @description Whoever keeps a source may replace and remove its documents even when their access lists, which come from the source, do not name them.
         */
        put: operations["reportSource"];
        post?: never;
        /** Forget that a source is kept in step; its documents stay. */
        delete: operations["forgetSource"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sources/{name}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The documents of a source with their fingerprints, to know what is new there. */
        get: operations["listSourceItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sources/{name}/removals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete documents that are gone at their source: no answer uses them from now on. */
        post: operations["removeSourceItems"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stream-check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ten events, a fifth of a second apart, to find out whether streams arrive as they are sent. */
        get: operations["checkStream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The people of your organisation who signed in or were invited, newest first. */
        get: operations["listUsers"];
        put?: never;
        /** Make an account and the one-time link with which its owner signs in first. */
        post: operations["inviteUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Give or take roles and groups, disable or enable a person. Takes effect at their next request. */
        patch: operations["changeUser"];
        trace?: never;
    };
    "/api/users/{id}/erasure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Erase a person. Their words go, everything else no longer tells who it was; the audit can still be checked. */
        post: operations["erasePersonalData"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/personal-data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that is kept about a person, as JSON Lines: your own, or as an administrator that of anybody. */
        get: operations["exportPersonalData"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/sign-in-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a one-time link that signs this person in. */
        post: operations["createUserSignInLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a provider sends the browser back to. */
        get: operations["finishSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Send the browser to sign in; afterwards it comes back to a page of ours. */
        get: operations["startSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the session. */
        post: operations["signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Begin a sign-in with the one-time code of a link. */
        get: operations["openSignInLink"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mcp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The Model Context Protocol (streamable HTTP, without sessions): tools "search" and "ask".
         * @description Every request carries a token or an API key of Footnote and sees what its owner may see.
         */
        post: operations["callMcp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/chat/completions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask as OpenAI clients do; footnotes come as annotations.
         * @description The last user message is the question; it is understood with those before it. Point any client of the OpenAI API at `<address>/v1` with a token or an API key of Footnote. Tools, system messages and sampling settings have no effect.
         */
        post: operations["createChatCompletion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The one model that OpenAI clients find here. */
        get: operations["listModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Problem: {
            /** @description One of the codes of the closed list. */
            code: string;
            /** @description One sentence that says what to do. */
            detail: string;
            request_id: string;
            status: number;
            title: string;
            type: string;
        } & {
            [key: string]: unknown;
        };
        ProblemInput: {
            /** @description One of the codes of the closed list. */
            code: string;
            /** @description One sentence that says what to do. */
            detail: string;
            request_id: string;
            status: number;
            title: string;
            type: string;
        } & {
            [key: string]: unknown;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getPublicKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        keys: {
                            [key: string]: unknown;
                        }[];
                    };
                };
            };
        };
    };
    getAccessList: {
        parameters: {
            query: {
                kind: "collection" | "source";
                name: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        access: string[];
                        /** @description How many documents inherit it. */
                        documents: number;
                        /** @enum {string} */
                        kind: "collection" | "source";
                        name: string;
                        /** Format: date-time */
                        updated_at: string;
                        updated_by: string;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setAccessList: {
        parameters: {
            query: {
                kind: "collection" | "source";
                name: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    access: string[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        access: string[];
                        /** @description How many documents inherit it. */
                        documents: number;
                        /** @enum {string} */
                        kind: "collection" | "source";
                        name: string;
                        /** Format: date-time */
                        updated_at: string;
                        updated_by: string;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explainAccess: {
        parameters: {
            query: {
                document: string;
                /** @description Group ids, separated by commas, instead of those known here. */
                groups?: string | undefined;
                /** @description E-mail address or object id of a person, or "key:<id>" of an API key. */
                user: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        allowed: boolean;
                        document: {
                            access: string[];
                            deleted: boolean;
                            /** Format: uuid */
                            document_id: string;
                            /** @enum {string} */
                            from: "document" | "collection" | "source";
                            name: string | null;
                            searchable: boolean;
                        };
                        matching_entry: string | null;
                        person: {
                            disabled: boolean;
                            /** @description Null for somebody who never signed in here. */
                            display_name: string | null;
                            group_ids: string[];
                            /** @enum {string} */
                            groups_from: "account" | "last-sign-in" | "api-key" | "request" | "unknown";
                            /** @enum {string} */
                            kind: "user" | "api-key";
                            known: boolean;
                            object_id: string;
                            /** @description Null for somebody who never signed in here. */
                            roles: ("Reader" | "Contributor" | "Admin")[] | null;
                        };
                        sentences: string[];
                        tenant_id: string;
                        /** @description One sentence on what would change the outcome; null when access is given. */
                        what_to_do: string | null;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchAudit: {
        parameters: {
            query?: {
                /** @description What it was done to: "document:<id>", "user:<object id>" … */
                about?: string | undefined;
                /** @description Object id of whoever did it. */
                actor?: string | undefined;
                /** @description The next_cursor of the page before. */
                cursor?: string | undefined;
                from?: string | undefined;
                /** @description Only acts of this kind. */
                kind?: ("question" | ("signed-in" | "sign-in-refused" | "signed-out" | "sessions-ended" | "sign-in-link-made" | "user-invited" | "user-changed" | "api-key-created" | "api-key-revoked" | "document-access-changed" | "access-list-changed" | "document-read" | "document-deleted" | "source-forgotten" | "answers-deleted" | "conversation-deleted" | "conversation-exported" | "answer-exported" | "answer-shared" | "answer-share-ended" | "report-exported" | "export-downloaded" | "audit-exported" | "schedule-created" | "schedule-removed" | "golden-case-changed" | "golden-case-removed" | "budget-set" | "budget-removed" | "prompt-drafted" | "prompt-reviewed" | "prompt-activated" | "index-rebuild-started" | "index-activated" | "index-removed" | "dead-letters-replayed" | "dead-letters-discarded" | "hold-placed" | "hold-lifted" | "personal-data-exported" | "personal-data-erased" | "retention-applied")) | undefined;
                limit?: number | undefined;
                /** @description Before this moment. */
                to?: string | undefined;
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Names of the people on this page by object id, as far as known. */
                        names: {
                            [key: string]: string;
                        };
                        next_cursor: string | null;
                        records: {
                            actor: {
                                kind: string;
                                /** @description Null when the personal data of whoever did it was erased. */
                                object_id: string | null;
                                roles: string[];
                            };
                            /** Format: date-time */
                            at: string;
                            /** @description Of a question: outcome, model, and the documents that were found. */
                            detail: {
                                [key: string]: unknown;
                            };
                            hash: string | null;
                            /**
                             * Format: uuid
                             * @description Of the act; of the answer where the kind is "question".
                             */
                            id: string;
                            kind: "question" | ("signed-in" | "sign-in-refused" | "signed-out" | "sessions-ended" | "sign-in-link-made" | "user-invited" | "user-changed" | "api-key-created" | "api-key-revoked" | "document-access-changed" | "access-list-changed" | "document-read" | "document-deleted" | "source-forgotten" | "answers-deleted" | "conversation-deleted" | "conversation-exported" | "answer-exported" | "answer-shared" | "answer-share-ended" | "report-exported" | "export-downloaded" | "audit-exported" | "schedule-created" | "schedule-removed" | "golden-case-changed" | "golden-case-removed" | "budget-set" | "budget-removed" | "prompt-drafted" | "prompt-reviewed" | "prompt-activated" | "index-rebuild-started" | "index-activated" | "index-removed" | "dead-letters-replayed" | "dead-letters-discarded" | "hold-placed" | "hold-lifted" | "personal-data-exported" | "personal-data-erased" | "retention-applied");
                            object: string | null;
                            request_id: string;
                            /** @description Place in the chain; null for a moment, until it is linked. */
                            sequence: number | null;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportAudit: {
        parameters: {
            query?: {
                /** @description What it was done to: "document:<id>", "user:<object id>" … */
                about?: string | undefined;
                /** @description Object id of whoever did it. */
                actor?: string | undefined;
                from?: string | undefined;
                /** @description Only acts of this kind. */
                kind?: ("question" | ("signed-in" | "sign-in-refused" | "signed-out" | "sessions-ended" | "sign-in-link-made" | "user-invited" | "user-changed" | "api-key-created" | "api-key-revoked" | "document-access-changed" | "access-list-changed" | "document-read" | "document-deleted" | "source-forgotten" | "answers-deleted" | "conversation-deleted" | "conversation-exported" | "answer-exported" | "answer-shared" | "answer-share-ended" | "report-exported" | "export-downloaded" | "audit-exported" | "schedule-created" | "schedule-removed" | "golden-case-changed" | "golden-case-removed" | "budget-set" | "budget-removed" | "prompt-drafted" | "prompt-reviewed" | "prompt-activated" | "index-rebuild-started" | "index-activated" | "index-removed" | "dead-letters-replayed" | "dead-letters-discarded" | "hold-placed" | "hold-lifted" | "personal-data-exported" | "personal-data-erased" | "retention-applied")) | undefined;
                /** @description Before this moment. */
                to?: string | undefined;
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAuditKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        algorithm: "Ed25519";
                        /** @description The key that checkpoints are signed with, as PEM. Keep it apart from this server. */
                        public_key: string;
                    };
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listBudgets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        budgets: {
                            cost_per_day: number | null;
                            cost_used: number;
                            subject: string;
                            tokens_per_day: number | null;
                            tokens_used: number;
                        }[];
                        defaults: {
                            tenant_tokens_per_day: number | null;
                            user_tokens_per_day: number | null;
                        };
                        /**
                         * Format: date-time
                         * @description When the day ends, in UTC, and everything used is forgotten.
                         */
                        resets_at: string;
                    };
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setBudget: {
        parameters: {
            query: {
                subject: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description In the currency of the model prices; null for no limit.
                     * @default null
                     */
                    cost_per_day?: (number | null) | undefined;
                    /**
                     * @description Null for no limit.
                     * @default null
                     */
                    tokens_per_day?: (number | null) | undefined;
                };
            };
        };
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteBudget: {
        parameters: {
            query: {
                subject: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConsistency: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        checked_at: string;
                        /** @description The first of them. */
                        examples: {
                            document_id: string | null;
                            store: ("index" | "passages" | "originals" | "answers") | null;
                            /** @enum {string} */
                            type: "orphan" | "missing" | "open-deletion";
                            version: number | null;
                        }[];
                        /** @description Current versions that the index or the registry does not hold whole; versions without their file. */
                        missing: {
                            index: number;
                            originals: number;
                            passages: number;
                        };
                        /** @description Deletions that are not complete although they should be. */
                        open_deletions: number;
                        /** @description Versions in the index or passages in the registry, files and answers that nothing should lead to. */
                        orphans: {
                            answers: number;
                            index: number;
                            originals: number;
                            passages: number;
                        };
                    };
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            499: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                /** @description The next_cursor of the page before. */
                cursor?: string | undefined;
                limit?: number | undefined;
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        dead_letters: {
                            attempts: number;
                            /** @description The document that it was about, if it still exists. */
                            document: {
                                /** Format: uuid */
                                id: string;
                                /** @description Null for a document that you may not read. */
                                title: string | null;
                                version: number | null;
                            } | null;
                            /** Format: date-time */
                            failed_at: string;
                            id: string;
                            /** @description Ids that tell what was to be done. */
                            payload: {
                                [key: string]: unknown;
                            };
                            /** @description What was to be done; events have the name "topic.subscription". */
                            queue: string;
                            /** @description The last error. */
                            reason: string;
                            /** @description Where in the work it failed, for example "parsing"; null when it was not said. */
                            stage: string | null;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    discardDeadLetters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Left out: all there are. */
                    ids?: string[] | undefined;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        discarded: number;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayDeadLetters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Left out: all there are. */
                    ids?: string[] | undefined;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Letters that were only removed, because what they are about is done or gone. */
                        obsolete: number;
                        /** @description What is tried again now. */
                        replayed: number;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setAnyDocumentAccess: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    access: string[];
                } | {
                    /** @enum {string} */
                    inherit: "collection" | "source";
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        access: string[];
                        /** Format: uuid */
                        document_id: string;
                        /** @enum {string} */
                        from: "document" | "collection" | "source";
                        /** @description Whether you may read it yourself; an administrator can leave themselves out. */
                        lets_you_in: boolean;
                        /** @description The collection or source whose list it is; null for a list of its own. */
                        name: string | null;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listLegalHolds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        holds: {
                            /** @description Null for a hold on questions and acts. */
                            document_id: string | null;
                            from: string | null;
                            /** Format: uuid */
                            id: string;
                            /** @description Null while it is in force. */
                            lifted_at: string | null;
                            lifted_by: string | null;
                            object_id: string | null;
                            /** Format: date-time */
                            placed_at: string;
                            placed_by: string;
                            reason: string;
                            to: string | null;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    placeLegalHold: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Or a document that is kept: nobody can delete it, and what its source says of it deletes it neither.
                     * @default null
                     */
                    document_id?: (string | null) | undefined;
                    /**
                     * @description Only what happened from then on.
                     * @default null
                     */
                    from?: (string | null) | undefined;
                    /**
                     * @description Whose questions and acts are kept; null for those of everybody.
                     * @default null
                     */
                    object_id?: (string | null) | undefined;
                    /** @description Why, for whoever looks at it later: a file number, for example. */
                    reason: string;
                    /**
                     * @description Only what happened before.
                     * @default null
                     */
                    to?: (string | null) | undefined;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Null for a hold on questions and acts. */
                        document_id: string | null;
                        from: string | null;
                        /** Format: uuid */
                        id: string;
                        /** @description Null while it is in force. */
                        lifted_at: string | null;
                        lifted_by: string | null;
                        object_id: string | null;
                        /** Format: date-time */
                        placed_at: string;
                        placed_by: string;
                        reason: string;
                        to: string | null;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    liftLegalHold: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Null for a hold on questions and acts. */
                        document_id: string | null;
                        from: string | null;
                        /** Format: uuid */
                        id: string;
                        /** @description Null while it is in force. */
                        lifted_at: string | null;
                        lifted_by: string | null;
                        object_id: string | null;
                        /** Format: date-time */
                        placed_at: string;
                        placed_by: string;
                        reason: string;
                        to: string | null;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listIndexGenerations: {
        parameters: {
            query?: {
                /** @description The next_cursor of the page before. */
                cursor?: string | undefined;
                limit?: number | undefined;
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        generations: {
                            activated_at: string | null;
                            built_at: string | null;
                            /** @description Rules that cut documents, and rules that turn texts into terms. */
                            chunker: string;
                            comparison: {
                                /** @description Share of the golden and given questions for which a right passage, or a passage of a right document, is among the first five. */
                                golden: {
                                    /** @description Null where this process cannot ask the active generation. */
                                    active_hit_at_5: number | null;
                                    /** @default null */
                                    active_mrr_at_5: number | null;
                                    hit_at_5: number;
                                    /**
                                     * @description Mean of one over the place of what is right.
                                     * @default null
                                     */
                                    mrr_at_5: number | null;
                                    questions: number;
                                } | null;
                                /** @description Mean share of the first five of the reference that the new one has among its first five, 0 to 1. */
                                overlap_at_5: number | null;
                                /** @description How many of the questions that people asked last were looked at. */
                                questions: number;
                                /**
                                 * @description What it is compared with: what the active generation finds, or, where this process cannot ask that one, what the recorded answers cite.
                                 * @enum {string}
                                 */
                                reference: "active" | "citations";
                            } | null;
                            /** Format: date-time */
                            created_at: string;
                            dimensions: number;
                            /** @description How many documents there were when it was begun. */
                            documents: number;
                            /** @description Documents whose current version it does not hold yet. */
                            documents_to_do: number;
                            embedder: string;
                            id: string;
                            /** @description Who made it active although the comparison spoke against it, and why. */
                            override: {
                                by: string;
                                reason: string;
                            } | null;
                            passages: number;
                            retired_at: string | null;
                            /**
                             * @description Searches use the active one; a retired one is kept for a day and can be made active again.
                             * @enum {string}
                             */
                            state: "building" | "ready" | "active" | "retired";
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activateIndexGeneration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Questions with known answers to compare on as well. */
                    golden?: {
                        /** @description External ids; one of them is enough. */
                        documents: string[];
                        query: string;
                    }[] | undefined;
                    /** @description An id, as the list of generations has it. */
                    id: string;
                    /** @description Make it active although it finds worse; say why. */
                    override?: boolean | undefined;
                    /** @description Why, with "override"; it is recorded. */
                    reason?: string | undefined;
                };
            };
        };
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            499: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rebuildIndex: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Id of the new generation. */
                        id: string;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            499: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeIndexGeneration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description An id, as the list of generations has it. */
                    id: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            499: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPrompts: {
        parameters: {
            query?: {
                /** @description The next_cursor of the page before. */
                cursor?: string | undefined;
                limit?: number | undefined;
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        active: number;
                        next_cursor: string | null;
                        prompts: {
                            activated_at: string | null;
                            /** @description Who made it active last. */
                            activated_by: string | null;
                            /** @description How answers to the golden questions changed with it when it was made active last; null where there were none to ask, or no model to write. */
                            comparison: {
                                after: number;
                                before: number;
                                difference: number;
                                high: number;
                                /** @description With "high" the interval that holds the difference with 95 %. */
                                low: number;
                                measure: string;
                                /** @description How often a difference as large would come by chance. */
                                p: number;
                                questions: number;
                            }[] | null;
                            created_at: string | null;
                            /** @description Null for version 0, the default in the code. */
                            created_by: string | null;
                            note: string;
                            /** @description Why it was made active although they were worse. */
                            override_reason: string | null;
                            reviewed_at: string | null;
                            reviewed_by: string | null;
                            /** @description Its author reviewed it, because there was no other administrator. */
                            self_reviewed: boolean;
                            /**
                             * @description Answers are written with the active one; a retired one was active before and can be again.
                             * @enum {string}
                             */
                            state: "draft" | "reviewed" | "active" | "retired";
                            version: number;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    draftPrompt: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Why it is written, for whoever reviews it.
                     * @default
                     */
                    note?: string | undefined;
                    /** @description How to write: tone, length, language, form. It stands between rules of the code, which it cannot change. "{abstention}" becomes the sentence that is said when the documents do not hold the answer. */
                    text: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        activated_at: string | null;
                        /** @description Who made it active last. */
                        activated_by: string | null;
                        /** @description The whole system message, with the rules of the code around it. */
                        as_sent: string;
                        /** @description How answers to the golden questions changed with it when it was made active last; null where there were none to ask, or no model to write. */
                        comparison: {
                            after: number;
                            before: number;
                            difference: number;
                            high: number;
                            /** @description With "high" the interval that holds the difference with 95 %. */
                            low: number;
                            measure: string;
                            /** @description How often a difference as large would come by chance. */
                            p: number;
                            questions: number;
                        }[] | null;
                        created_at: string | null;
                        /** @description Null for version 0, the default in the code. */
                        created_by: string | null;
                        note: string;
                        /** @description Why it was made active although they were worse. */
                        override_reason: string | null;
                        reviewed_at: string | null;
                        reviewed_by: string | null;
                        /** @description Its author reviewed it, because there was no other administrator. */
                        self_reviewed: boolean;
                        /**
                         * @description Answers are written with the active one; a retired one was active before and can be again.
                         * @enum {string}
                         */
                        state: "draft" | "reviewed" | "active" | "retired";
                        text: string;
                        version: number;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPrompt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        activated_at: string | null;
                        /** @description Who made it active last. */
                        activated_by: string | null;
                        /** @description The whole system message, with the rules of the code around it. */
                        as_sent: string;
                        /** @description How answers to the golden questions changed with it when it was made active last; null where there were none to ask, or no model to write. */
                        comparison: {
                            after: number;
                            before: number;
                            difference: number;
                            high: number;
                            /** @description With "high" the interval that holds the difference with 95 %. */
                            low: number;
                            measure: string;
                            /** @description How often a difference as large would come by chance. */
                            p: number;
                            questions: number;
                        }[] | null;
                        created_at: string | null;
                        /** @description Null for version 0, the default in the code. */
                        created_by: string | null;
                        note: string;
                        /** @description Why it was made active although they were worse. */
                        override_reason: string | null;
                        reviewed_at: string | null;
                        reviewed_by: string | null;
                        /** @description Its author reviewed it, because there was no other administrator. */
                        self_reviewed: boolean;
                        /**
                         * @description Answers are written with the active one; a retired one was active before and can be again.
                         * @enum {string}
                         */
                        state: "draft" | "reviewed" | "active" | "retired";
                        text: string;
                        version: number;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activatePrompt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Use it although answers to the golden questions are worse; say why. */
                    override?: boolean | undefined;
                    /** @description Why, with "override"; it is recorded. */
                    reason?: string | undefined;
                } | null;
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        activated_at: string | null;
                        /** @description Who made it active last. */
                        activated_by: string | null;
                        /** @description The whole system message, with the rules of the code around it. */
                        as_sent: string;
                        /** @description How answers to the golden questions changed with it when it was made active last; null where there were none to ask, or no model to write. */
                        comparison: {
                            after: number;
                            before: number;
                            difference: number;
                            high: number;
                            /** @description With "high" the interval that holds the difference with 95 %. */
                            low: number;
                            measure: string;
                            /** @description How often a difference as large would come by chance. */
                            p: number;
                            questions: number;
                        }[] | null;
                        created_at: string | null;
                        /** @description Null for version 0, the default in the code. */
                        created_by: string | null;
                        note: string;
                        /** @description Why it was made active although they were worse. */
                        override_reason: string | null;
                        reviewed_at: string | null;
                        reviewed_by: string | null;
                        /** @description Its author reviewed it, because there was no other administrator. */
                        self_reviewed: boolean;
                        /**
                         * @description Answers are written with the active one; a retired one was active before and can be again.
                         * @enum {string}
                         */
                        state: "draft" | "reviewed" | "active" | "retired";
                        text: string;
                        version: number;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    diffPrompt: {
        parameters: {
            query?: {
                against?: number | undefined;
            } | undefined;
            header?: never;
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        from: number;
                        /** @description Lines of a unified diff; none where the texts are the same. */
                        lines: string[];
                        to: number;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reviewPrompt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        activated_at: string | null;
                        /** @description Who made it active last. */
                        activated_by: string | null;
                        /** @description The whole system message, with the rules of the code around it. */
                        as_sent: string;
                        /** @description How answers to the golden questions changed with it when it was made active last; null where there were none to ask, or no model to write. */
                        comparison: {
                            after: number;
                            before: number;
                            difference: number;
                            high: number;
                            /** @description With "high" the interval that holds the difference with 95 %. */
                            low: number;
                            measure: string;
                            /** @description How often a difference as large would come by chance. */
                            p: number;
                            questions: number;
                        }[] | null;
                        created_at: string | null;
                        /** @description Null for version 0, the default in the code. */
                        created_by: string | null;
                        note: string;
                        /** @description Why it was made active although they were worse. */
                        override_reason: string | null;
                        reviewed_at: string | null;
                        reviewed_by: string | null;
                        /** @description Its author reviewed it, because there was no other administrator. */
                        self_reviewed: boolean;
                        /**
                         * @description Answers are written with the active one; a retired one was active before and can be again.
                         * @enum {string}
                         */
                        state: "draft" | "reviewed" | "active" | "retired";
                        text: string;
                        version: number;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rollBackPrompt: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        activated_at: string | null;
                        /** @description Who made it active last. */
                        activated_by: string | null;
                        /** @description The whole system message, with the rules of the code around it. */
                        as_sent: string;
                        /** @description How answers to the golden questions changed with it when it was made active last; null where there were none to ask, or no model to write. */
                        comparison: {
                            after: number;
                            before: number;
                            difference: number;
                            high: number;
                            /** @description With "high" the interval that holds the difference with 95 %. */
                            low: number;
                            measure: string;
                            /** @description How often a difference as large would come by chance. */
                            p: number;
                            questions: number;
                        }[] | null;
                        created_at: string | null;
                        /** @description Null for version 0, the default in the code. */
                        created_by: string | null;
                        note: string;
                        /** @description Why it was made active although they were worse. */
                        override_reason: string | null;
                        reviewed_at: string | null;
                        reviewed_by: string | null;
                        /** @description Its author reviewed it, because there was no other administrator. */
                        self_reviewed: boolean;
                        /**
                         * @description Answers are written with the active one; a retired one was active before and can be again.
                         * @enum {string}
                         */
                        state: "draft" | "reviewed" | "active" | "retired";
                        text: string;
                        version: number;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkRecords: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The first that is not as it was written; null when all are. */
                        broken: {
                            answer_id: string | null;
                            /** @enum {string} */
                            reason: "record-changed" | "record-missing" | "checkpoint-changed" | "content-changed" | "answer-unrecorded" | "person-changed" | "signature-wrong" | "copy-differs";
                            sequence: number | null;
                        } | null;
                        first_sequence: number | null;
                        /** @description Write it down to compare later. */
                        head: {
                            hash: string;
                            sequence: number;
                        } | null;
                        records: number;
                        /** @description Records of the last moments that are not linked yet. */
                        unlinked: number;
                    };
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        settings: {
                            meaning: string;
                            name: string;
                            /** @enum {string} */
                            origin: "default" | "environment";
                            /** @description Its value is never shown, only whether there is one: then `origin` is "environment". */
                            secret: boolean;
                            /** @description As it holds; null when it is not set, or when it is a secret. */
                            value: string | null;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAnswerCacheScope: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        access_epoch: number;
                        answer_fingerprint: string;
                        key_version: string;
                        library_epoch: number;
                        /** @description Names the rights of the caller; the same for callers with the same rights. */
                        principal_set: string;
                    };
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAnswers: {
        parameters: {
            query?: {
                /** @description The next_cursor of the page before. */
                cursor?: string | undefined;
                limit?: number | undefined;
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        answers: {
                            /** Format: date-time */
                            asked_at: string;
                            /** @description How many footnotes the answer has. */
                            citations: number;
                            confidence: number | null;
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            outcome: "answered" | "abstained" | "failed" | "cancelled";
                            query: string;
                            /** @description A source of it has a newer version, or is gone: asking again may help. */
                            sources_changed: boolean;
                        }[];
                        /** @description Give it back to read on; null at the end. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAnswers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAnswer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Null for a question that was not answered. */
                        answer: {
                            answer: string;
                            citations: ({
                                /** Format: uuid */
                                document_id: string;
                                end: number;
                                heading: string[];
                                number: number;
                                page: number | null;
                                /** Format: uuid */
                                passage_id: string;
                                quote: string;
                                relevance_score: number;
                                source: string;
                                /** @enum {string} */
                                source_state: "current" | "changed";
                                start: number;
                                title: string;
                                version: number;
                            } | {
                                number: number;
                                /** @enum {string} */
                                source_state: "deleted";
                            })[];
                            confidence: number;
                            /** @enum {string} */
                            confidence_level: "high" | "medium" | "low";
                            /** @description Parts of the search that were left out because their model did not answer in time; absent when none was. */
                            degraded?: ("vector" | "rerank" | "changed_model")[] | undefined;
                            made_by: {
                                /** @description Why a configured model did not answer, or null. */
                                fallback_reason: string | null;
                                /** @enum {string} */
                                mode: "extractive" | "model";
                                model: string;
                            };
                            nearest_passages: ({
                                /** Format: uuid */
                                document_id: string;
                                heading: string[];
                                page: number | null;
                                /** Format: uuid */
                                passage_id: string;
                                relevance_score: number;
                                /** @enum {string} */
                                source_state: "current" | "changed";
                                text: string;
                                title: string;
                                version: number;
                            } | {
                                /** @enum {string} */
                                source_state: "deleted";
                            })[];
                            /** @enum {string} */
                            outcome: "answered" | "abstained";
                            sentences: {
                                citations: number[];
                                end: number;
                                start: number;
                                text: string;
                                /** @description There when the source does not carry the sentence and the installation marks such sentences instead of dropping them: the numbers, names and "not" that it adds. */
                                unsupported?: string[] | undefined;
                            }[];
                            /** @description How a follow-up was read, and what was searched for; absent for a question that stood for itself. */
                            standalone_question?: string | undefined;
                            token_usage: {
                                completion: number;
                                prompt: number;
                                total: number;
                            };
                            /** @description What was read from the question; not kept with past answers. */
                            understood?: {
                                /** @description Words no readable passage holds, and the similar words searched for instead. */
                                corrections: {
                                    from: string;
                                    to: string;
                                }[];
                                /** @description Acronyms and their long forms as a document defines them, searched for as well. */
                                expansions: {
                                    from: string;
                                    to: string;
                                }[];
                                filters: {
                                    /** @enum {string} */
                                    kind: "document" | "collection" | "media_type" | "updated_after" | "updated_before";
                                    /** @description What was understood, for people: a title, a collection, "spreadsheets", a day. */
                                    label: string;
                                    /** @description The id of the document, the collection, the media types with commas, or the time. */
                                    value: string;
                                }[];
                                /** @description "filters_matched_nothing": the question seems to name documents that are not there; all were searched. */
                                notes: ("phrase_not_found" | "filters_matched_nothing")[];
                                /** @description Quoted words: only passages that hold them in this order were kept. */
                                phrases: string[];
                            } | undefined;
                            /** @description Told with an abstention: how many documents the asker may see that could not be read, so that the answer may stand in one of them. Absent when there are none. */
                            unreadable_documents?: number | undefined;
                        } | null;
                        /** Format: date-time */
                        asked_at: string;
                        /** @description How many footnotes the answer has. */
                        citations: number;
                        confidence: number | null;
                        /** @description What you said of the answer; null when nothing. */
                        feedback: {
                            /** Format: date-time */
                            at: string;
                            /** @enum {string} */
                            rating: "up" | "down";
                            reason: ("wrong" | "incomplete" | "outdated" | "bad-source" | "other") | null;
                            /** @description Null where no words of questions and answers are kept. */
                            text: string | null;
                        } | null;
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        outcome: "answered" | "abstained" | "failed" | "cancelled";
                        query: string;
                        /** @description A source of it has a newer version, or is gone: asking again may help. */
                        sources_changed: boolean;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAnswer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explainAnswer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Null for a moment, until the record is linked. */
                        chain: {
                            hash: string;
                            /** @description Whether the hash is that of the record and of the one before it. */
                            intact: boolean;
                            previous_hash: string;
                            sequence: number;
                        } | null;
                        /** @description What whoever asked said of the answer, less their words; null when nothing. */
                        feedback: {
                            /** Format: date-time */
                            at: string;
                            /** @enum {string} */
                            rating: "up" | "down";
                            reason: ("wrong" | "incomplete" | "outdated" | "bad-source" | "other") | null;
                        } | null;
                        record: {
                            /** Format: uuid */
                            answer_id: string;
                            /** Format: date-time */
                            at: string;
                            /**
                             * @description "reused": an answer of the last minutes was given again.
                             * @enum {string}
                             */
                            cache: "made" | "reused";
                            citations: ({
                                /** Format: uuid */
                                document_id: string;
                                number: number;
                                /** Format: uuid */
                                passage_id: string;
                                quote_hash: string;
                                version: number;
                            } | {
                                number: number;
                                /** @enum {string} */
                                source_state: "deleted";
                            })[];
                            conversation_id: string | null;
                            /** @description Null where no price is configured. */
                            cost_in_micros: number | null;
                            fallback_reason: string | null;
                            /**
                             * @description In 1 the object id stands in the record; in 2 its salted hash, "person:<hash>".
                             * @enum {number}
                             */
                            format: 1 | 2;
                            guardrails: {
                                /** @description Sentences of the model that no passage supported. */
                                sentences_dropped: number;
                                /** @description Passages that talk to a model, which were fenced harder. */
                                suspicious_passages: number;
                            };
                            /** @enum {string} */
                            mode: "extractive" | "model";
                            model: string;
                            /** @enum {string} */
                            outcome: "answered" | "abstained" | "failed" | "cancelled";
                            parameters: {
                                answer_tokens: number;
                                filters_hash: string | null;
                                interpret: boolean;
                                top_k: number;
                            } | null;
                            passages: ({
                                /** Format: uuid */
                                document_id: string;
                                /** Format: uuid */
                                passage_id: string;
                                relevance_score: number;
                                suspicious: boolean;
                                text_hash: string;
                                version: number;
                            } | {
                                /** @enum {string} */
                                source_state: "deleted";
                            })[];
                            principal: {
                                group_ids: string[];
                                kind: string;
                                /** @description Null when the personal data of whoever asked was erased. */
                                object_id: string | null;
                                roles: string[];
                            };
                            /** @description Rules of the code, a slash, and the version of the wording. Null where no prompt was written. */
                            prompt_version: string | null;
                            question_hash: string;
                            request_id: string;
                            sentences: {
                                citations: number[];
                                hash: string;
                            }[];
                            /** @description Of how a follow-up was read. */
                            standalone_question_hash: string | null;
                            tenant_id: string;
                            /** @description In milliseconds; the first three since the question came. A stage that was not reached is left out. */
                            timings: {
                                first_text?: number | undefined;
                                retrieval?: number | undefined;
                                total: number;
                                understanding?: number | undefined;
                            };
                            usage: {
                                completion: number;
                                prompt: number;
                            };
                        };
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportAnswer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    giveFeedback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    rating: "up" | "down";
                    /** @enum {string} */
                    reason?: ("wrong" | "incomplete" | "outdated" | "bad-source" | "other") | undefined;
                    /** @description In your own words; goes when the answer goes. */
                    text?: string | undefined;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        at: string;
                        /** @enum {string} */
                        rating: "up" | "down";
                        reason: ("wrong" | "incomplete" | "outdated" | "bad-source" | "other") | null;
                        /** @description Null where no words of questions and answers are kept. */
                        text: string | null;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAnswerShare: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Null while it is not shared. */
                        link: {
                            /** Format: date-time */
                            created_at: string;
                            /** Format: uuid */
                            id: string;
                        } | null;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    shareAnswer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        created_at: string;
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endAnswerShare: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeAnswer: {
        parameters: {
            query?: never;
            header?: {
                "last-event-id"?: number | undefined;
            } | undefined;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            499: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stopAnswer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                /** @description The next_cursor of the page before. */
                cursor?: string | undefined;
                limit?: number | undefined;
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        api_keys: {
                            /** Format: date-time */
                            created_at: string;
                            created_by: string;
                            /** Format: date-time */
                            expires_at: string;
                            group_ids: string[];
                            /** Format: uuid */
                            id: string;
                            last_used_at: string | null;
                            name: string;
                            /** @description Whom access lists and reports name: "key:<id>". */
                            object_id: string;
                            /** @description How the key begins; it opens nothing. */
                            prefix: string;
                            revoked_at: string | null;
                            roles: ("Reader" | "Contributor" | "Admin")[];
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default 90 */
                    expires_in_days?: number | undefined;
                    /** @default [] */
                    group_ids?: string[] | undefined;
                    /** @description What the key is for. */
                    name: string;
                    /**
                     * @default [
                     *       "Reader"
                     *     ]
                     */
                    roles?: ("Reader" | "Contributor" | "Admin")[] | undefined;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        expires_at: string;
                        group_ids: string[];
                        /** Format: uuid */
                        id: string;
                        key: string;
                        last_used_at: string | null;
                        name: string;
                        /** @description Whom access lists and reports name: "key:<id>". */
                        object_id: string;
                        /** @description How the key begins; it opens nothing. */
                        prefix: string;
                        revoked_at: string | null;
                        roles: ("Reader" | "Contributor" | "Admin")[];
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ask: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description A conversation that you began: the question is understood with those before it, and kept with them.
                     */
                    conversation_id?: string | undefined;
                    filters?: {
                        /** @description Only documents of these collections. */
                        collections?: string[] | undefined;
                        /** @description Only these documents. */
                        document_ids?: string[] | undefined;
                        /** @description Only these media types, for example application/pdf. */
                        media_types?: string[] | undefined;
                        /**
                         * Format: date-time
                         * @description Only documents whose current version is newer than this time.
                         */
                        updated_after?: string | undefined;
                        /**
                         * Format: date-time
                         * @description Only documents whose current version is older than this time.
                         */
                        updated_before?: string | undefined;
                    } | undefined;
                    /** @description Whether filters, exact phrases, corrected words and acronyms are read from the question (true unless said otherwise). False searches for the words as they are. */
                    interpret?: boolean | undefined;
                    query: string;
                    /** @default 5 */
                    top_k?: number | undefined;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        answer: string;
                        citations: {
                            /** Format: uuid */
                            document_id: string;
                            end: number;
                            heading: string[];
                            number: number;
                            page: number | null;
                            /** Format: uuid */
                            passage_id: string;
                            quote: string;
                            relevance_score: number;
                            source: string;
                            start: number;
                            title: string;
                            version: number;
                        }[];
                        confidence: number;
                        /** @enum {string} */
                        confidence_level: "high" | "medium" | "low";
                        /** @description Parts of the search that were left out because their model did not answer in time; absent when none was. */
                        degraded?: ("vector" | "rerank" | "changed_model")[] | undefined;
                        made_by: {
                            /** @description Why a configured model did not answer, or null. */
                            fallback_reason: string | null;
                            /** @enum {string} */
                            mode: "extractive" | "model";
                            model: string;
                        };
                        /** @description Filled when the answer is an abstention. */
                        nearest_passages: {
                            /** Format: uuid */
                            document_id: string;
                            heading: string[];
                            page: number | null;
                            /** Format: uuid */
                            passage_id: string;
                            relevance_score: number;
                            text: string;
                            title: string;
                            version: number;
                        }[];
                        /** @enum {string} */
                        outcome: "answered" | "abstained";
                        sentences: {
                            citations: number[];
                            end: number;
                            start: number;
                            text: string;
                            /** @description There when the source does not carry the sentence and the installation marks such sentences instead of dropping them: the numbers, names and "not" that it adds. */
                            unsupported?: string[] | undefined;
                        }[];
                        /** @description How a follow-up was read, and what was searched for; absent for a question that stood for itself. */
                        standalone_question?: string | undefined;
                        token_usage: {
                            completion: number;
                            prompt: number;
                            total: number;
                        };
                        /** @description What was read from the question; not kept with past answers. */
                        understood?: {
                            /** @description Words no readable passage holds, and the similar words searched for instead. */
                            corrections: {
                                from: string;
                                to: string;
                            }[];
                            /** @description Acronyms and their long forms as a document defines them, searched for as well. */
                            expansions: {
                                from: string;
                                to: string;
                            }[];
                            filters: {
                                /** @enum {string} */
                                kind: "document" | "collection" | "media_type" | "updated_after" | "updated_before";
                                /** @description What was understood, for people: a title, a collection, "spreadsheets", a day. */
                                label: string;
                                /** @description The id of the document, the collection, the media types with commas, or the time. */
                                value: string;
                            }[];
                            /** @description "filters_matched_nothing": the question seems to name documents that are not there; all were searched. */
                            notes: ("phrase_not_found" | "filters_matched_nothing")[];
                            /** @description Quoted words: only passages that hold them in this order were kept. */
                            phrases: string[];
                        } | undefined;
                        /** @description Told with an abstention: how many documents the asker may see that could not be read, so that the answer may stand in one of them. Absent when there are none. */
                        unreadable_documents?: number | undefined;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            499: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOwnBudget: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        budgets: {
                            cost_left: number | null;
                            cost_per_day: number | null;
                            cost_used: number;
                            subject: string;
                            /** @description Null for no limit; what answers in the making may take is held back. */
                            tokens_left: number | null;
                            tokens_per_day: number | null;
                            tokens_used: number;
                        }[];
                        /**
                         * Format: date-time
                         * @description When the day ends, in UTC, and everything used is forgotten.
                         */
                        resets_at: string;
                    };
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConversations: {
        parameters: {
            query?: {
                /** @description The next_cursor of the page before. */
                cursor?: string | undefined;
                limit?: number | undefined;
                /** @description Only those with these words in title or questions. */
                search?: string | undefined;
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        conversations: {
                            /** Format: date-time */
                            created_at: string;
                            /** Format: uuid */
                            id: string;
                            /** @description How many were asked in it. */
                            questions: number;
                            /** @description Given, or its first question; null while it has neither. */
                            title: string | null;
                            /** Format: date-time */
                            updated_at: string;
                        }[];
                        /** @description Give it back to read on; null at the end. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createConversation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Without one it is called by its first question. */
                    title?: string | undefined;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        created_at: string;
                        /** Format: uuid */
                        id: string;
                        /** @description How many were asked in it. */
                        questions: number;
                        /** @description Given, or its first question; null while it has neither. */
                        title: string | null;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        created_at: string;
                        /** Format: uuid */
                        id: string;
                        /** @description How many were asked in it. */
                        questions: number;
                        /** @description Given, or its first question; null while it has neither. */
                        title: string | null;
                        turns: {
                            /** @description Null for a question that was not answered. */
                            answer: {
                                answer: string;
                                citations: ({
                                    /** Format: uuid */
                                    document_id: string;
                                    end: number;
                                    heading: string[];
                                    number: number;
                                    page: number | null;
                                    /** Format: uuid */
                                    passage_id: string;
                                    quote: string;
                                    relevance_score: number;
                                    source: string;
                                    /** @enum {string} */
                                    source_state: "current" | "changed";
                                    start: number;
                                    title: string;
                                    version: number;
                                } | {
                                    number: number;
                                    /** @enum {string} */
                                    source_state: "deleted";
                                })[];
                                confidence: number;
                                /** @enum {string} */
                                confidence_level: "high" | "medium" | "low";
                                /** @description Parts of the search that were left out because their model did not answer in time; absent when none was. */
                                degraded?: ("vector" | "rerank" | "changed_model")[] | undefined;
                                made_by: {
                                    /** @description Why a configured model did not answer, or null. */
                                    fallback_reason: string | null;
                                    /** @enum {string} */
                                    mode: "extractive" | "model";
                                    model: string;
                                };
                                nearest_passages: ({
                                    /** Format: uuid */
                                    document_id: string;
                                    heading: string[];
                                    page: number | null;
                                    /** Format: uuid */
                                    passage_id: string;
                                    relevance_score: number;
                                    /** @enum {string} */
                                    source_state: "current" | "changed";
                                    text: string;
                                    title: string;
                                    version: number;
                                } | {
                                    /** @enum {string} */
                                    source_state: "deleted";
                                })[];
                                /** @enum {string} */
                                outcome: "answered" | "abstained";
                                sentences: {
                                    citations: number[];
                                    end: number;
                                    start: number;
                                    text: string;
                                    /** @description There when the source does not carry the sentence and the installation marks such sentences instead of dropping them: the numbers, names and "not" that it adds. */
                                    unsupported?: string[] | undefined;
                                }[];
                                /** @description How a follow-up was read, and what was searched for; absent for a question that stood for itself. */
                                standalone_question?: string | undefined;
                                token_usage: {
                                    completion: number;
                                    prompt: number;
                                    total: number;
                                };
                                /** @description What was read from the question; not kept with past answers. */
                                understood?: {
                                    /** @description Words no readable passage holds, and the similar words searched for instead. */
                                    corrections: {
                                        from: string;
                                        to: string;
                                    }[];
                                    /** @description Acronyms and their long forms as a document defines them, searched for as well. */
                                    expansions: {
                                        from: string;
                                        to: string;
                                    }[];
                                    filters: {
                                        /** @enum {string} */
                                        kind: "document" | "collection" | "media_type" | "updated_after" | "updated_before";
                                        /** @description What was understood, for people: a title, a collection, "spreadsheets", a day. */
                                        label: string;
                                        /** @description The id of the document, the collection, the media types with commas, or the time. */
                                        value: string;
                                    }[];
                                    /** @description "filters_matched_nothing": the question seems to name documents that are not there; all were searched. */
                                    notes: ("phrase_not_found" | "filters_matched_nothing")[];
                                    /** @description Quoted words: only passages that hold them in this order were kept. */
                                    phrases: string[];
                                } | undefined;
                                /** @description Told with an abstention: how many documents the asker may see that could not be read, so that the answer may stand in one of them. Absent when there are none. */
                                unreadable_documents?: number | undefined;
                            } | null;
                            /** Format: date-time */
                            asked_at: string;
                            /** @description How many footnotes the answer has. */
                            citations: number;
                            confidence: number | null;
                            /** @description What you said of the answer; null when nothing. */
                            feedback: {
                                /** Format: date-time */
                                at: string;
                                /** @enum {string} */
                                rating: "up" | "down";
                                reason: ("wrong" | "incomplete" | "outdated" | "bad-source" | "other") | null;
                                /** @description Null where no words of questions and answers are kept. */
                                text: string | null;
                            } | null;
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            outcome: "answered" | "abstained" | "failed" | "cancelled";
                            query: string;
                            /** @description A source of it has a newer version, or is gone: asking again may help. */
                            sources_changed: boolean;
                            /** @description How a follow-up was read; null for a question that stood for itself, or when its source is gone. */
                            standalone_question: string | null;
                        }[];
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renameConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    title: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        created_at: string;
                        /** Format: uuid */
                        id: string;
                        /** @description How many were asked in it. */
                        questions: number;
                        /** @description Given, or its first question; null while it has neither. */
                        title: string | null;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportConversation: {
        parameters: {
            query?: {
                format?: ("markdown" | "json") | undefined;
            } | undefined;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeletions: {
        parameters: {
            query?: {
                /** @description The next_cursor of the page before. */
                cursor?: string | undefined;
                limit?: number | undefined;
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        deletions: {
                            /** @description When it was gone from every store; null until then. */
                            completed_at: string | null;
                            /**
                             * Format: date-time
                             * @description No answer used it from then on.
                             */
                            deleted_at: string;
                            deleted_by: string;
                            /** Format: uuid */
                            document_id: string;
                            /** @description Of the original of each version. */
                            sha256s: string[];
                            stores: {
                                /** @description When they were; null until then, or where it is not known. */
                                erased_at: string | null;
                                /** @description By then its files are rewritten as well; null where that is up to the store. */
                                erased_by: string | null;
                                /** @description From then on it cannot be reached there; null while it is removed. */
                                gone_at: string | null;
                                /** @description Files that stay because another document has the very same. */
                                kept: number;
                                /** @description How many: index entries, passages, files, answers; null: not counted. */
                                removed: number | null;
                                /** @enum {string} */
                                store: "cache" | "index" | "passages" | "originals" | "answers";
                            }[];
                        }[];
                        /** @description Give it back to read on; null at the end. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDocuments: {
        parameters: {
            query?: {
                collection?: string | undefined;
                /** @description The next_cursor of the page before. */
                cursor?: string | undefined;
                /** @description What the source calls the document; with "source" it is its identity. */
                external_id?: string | undefined;
                /** @description Only these documents: up to 100 ids, separated by commas. */
                ids?: string | undefined;
                limit?: number | undefined;
                source?: string | undefined;
                state?: ("queued" | "parsing" | "embedding" | "indexing" | "ready" | "needs_ocr" | "failed" | "deleted") | undefined;
                /** @description Part of the title, in capitals or not. */
                title?: string | undefined;
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        documents: {
                            access: string[];
                            attempt: number;
                            collection: string | null;
                            /** Format: date-time */
                            created_at: string;
                            /** @description The version that searches use; null until one is ready. */
                            current_version: number | null;
                            /** @description One sentence on the failure and what to do, or null. */
                            detail: string | null;
                            external_id: string;
                            /** @description What was noticed in the text; null when nothing was looked for. */
                            findings: {
                                /** @description How often each kind of personal data was found. For contributors. */
                                personal_data: {
                                    [key: string]: number;
                                } | null;
                                /** @description Passages that talk to a language model instead of to a reader. For administrators. */
                                suspicious_passages: number | null;
                            } | null;
                            /** @description How its source names this state of it, as the uploader gave it. */
                            fingerprint: string | null;
                            /** Format: uuid */
                            id: string;
                            media_type: string;
                            /** @description When it is tried again after a setback; null otherwise. */
                            next_try_at: string | null;
                            pages: number | null;
                            passages: number | null;
                            /** @enum {string} */
                            priority: "high" | "normal" | "low";
                            reason: ("unsupported" | "encrypted" | "corrupt" | "empty" | "too-large" | "timeout" | "out-of-memory" | "internal" | "cancelled") | null;
                            sha256: string;
                            /** Format: date-time */
                            since: string;
                            size_in_bytes: number;
                            source: string;
                            /** @enum {string} */
                            state: "queued" | "parsing" | "embedding" | "indexing" | "ready" | "needs_ocr" | "failed" | "deleted";
                            timings: {
                                embedding_ms: number | null;
                                indexing_ms: number | null;
                                parsing_ms: number | null;
                                waiting_ms: number | null;
                            };
                            title: string;
                            /** Format: date-time */
                            updated_at: string;
                            /** @description The newest version; searches use it once its state is ready. */
                            version: number;
                        }[];
                        /** @description Give it back to read on; null at the end. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putDocument: {
        parameters: {
            query: {
                /** @description Who may read it: "everyone", "user:…", "group:…", separated by commas. Left out, a known document keeps its list; a new one gets that of its collection or source, else only the uploader sees it. */
                access?: string | undefined;
                /** @description When it changed, by the clock of its source; now when left out. News older than what the source has told already change nothing; a time that lies far in the future counts as now. */
                changed_at?: string | undefined;
                collection?: string | undefined;
                /** @description What the source calls the document; with "source" it is its identity. */
                external_id: string;
                /** @description Its ending tells the format where the bytes do not; the end of "external_id" when left out. */
                file_name?: string | undefined;
                /** @description How the source names this state of it, for example an ETag; told in lists, so that nothing is sent twice. */
                fingerprint?: string | undefined;
                /** @description How soon it is read; "normal" when left out. */
                priority?: ("high" | "normal" | "low") | undefined;
                source: string;
                /** @description What people know it by; its file name when left out. */
                title?: string | undefined;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The bytes of the file. */
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        access: string[];
                        attempt: number;
                        collection: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** @description The version that searches use; null until one is ready. */
                        current_version: number | null;
                        /** @description One sentence on the failure and what to do, or null. */
                        detail: string | null;
                        external_id: string;
                        /** @description What was noticed in the text; null when nothing was looked for. */
                        findings: {
                            /** @description How often each kind of personal data was found. For contributors. */
                            personal_data: {
                                [key: string]: number;
                            } | null;
                            /** @description Passages that talk to a language model instead of to a reader. For administrators. */
                            suspicious_passages: number | null;
                        } | null;
                        /** @description How its source names this state of it, as the uploader gave it. */
                        fingerprint: string | null;
                        /** Format: uuid */
                        id: string;
                        media_type: string;
                        /** @description When it is tried again after a setback; null otherwise. */
                        next_try_at: string | null;
                        pages: number | null;
                        passages: number | null;
                        /** @enum {string} */
                        priority: "high" | "normal" | "low";
                        reason: ("unsupported" | "encrypted" | "corrupt" | "empty" | "too-large" | "timeout" | "out-of-memory" | "internal" | "cancelled") | null;
                        sha256: string;
                        /** Format: date-time */
                        since: string;
                        size_in_bytes: number;
                        source: string;
                        /** @enum {string} */
                        state: "queued" | "parsing" | "embedding" | "indexing" | "ready" | "needs_ocr" | "failed" | "deleted";
                        timings: {
                            embedding_ms: number | null;
                            indexing_ms: number | null;
                            parsing_ms: number | null;
                            waiting_ms: number | null;
                        };
                        title: string;
                        /** Format: date-time */
                        updated_at: string;
                        /** @description The newest version; searches use it once its state is ready. */
                        version: number;
                    };
                };
            };
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        access: string[];
                        attempt: number;
                        collection: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** @description The version that searches use; null until one is ready. */
                        current_version: number | null;
                        /** @description One sentence on the failure and what to do, or null. */
                        detail: string | null;
                        external_id: string;
                        /** @description What was noticed in the text; null when nothing was looked for. */
                        findings: {
                            /** @description How often each kind of personal data was found. For contributors. */
                            personal_data: {
                                [key: string]: number;
                            } | null;
                            /** @description Passages that talk to a language model instead of to a reader. For administrators. */
                            suspicious_passages: number | null;
                        } | null;
                        /** @description How its source names this state of it, as the uploader gave it. */
                        fingerprint: string | null;
                        /** Format: uuid */
                        id: string;
                        media_type: string;
                        /** @description When it is tried again after a setback; null otherwise. */
                        next_try_at: string | null;
                        pages: number | null;
                        passages: number | null;
                        /** @enum {string} */
                        priority: "high" | "normal" | "low";
                        reason: ("unsupported" | "encrypted" | "corrupt" | "empty" | "too-large" | "timeout" | "out-of-memory" | "internal" | "cancelled") | null;
                        sha256: string;
                        /** Format: date-time */
                        since: string;
                        size_in_bytes: number;
                        source: string;
                        /** @enum {string} */
                        state: "queued" | "parsing" | "embedding" | "indexing" | "ready" | "needs_ocr" | "failed" | "deleted";
                        timings: {
                            embedding_ms: number | null;
                            indexing_ms: number | null;
                            parsing_ms: number | null;
                            waiting_ms: number | null;
                        };
                        title: string;
                        /** Format: date-time */
                        updated_at: string;
                        /** @description The newest version; searches use it once its state is ready. */
                        version: number;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    uploadDocuments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        documents: {
                            access: string[];
                            attempt: number;
                            collection: string | null;
                            /** Format: date-time */
                            created_at: string;
                            /** @description The version that searches use; null until one is ready. */
                            current_version: number | null;
                            /** @description One sentence on the failure and what to do, or null. */
                            detail: string | null;
                            external_id: string;
                            /** @description What was noticed in the text; null when nothing was looked for. */
                            findings: {
                                /** @description How often each kind of personal data was found. For contributors. */
                                personal_data: {
                                    [key: string]: number;
                                } | null;
                                /** @description Passages that talk to a language model instead of to a reader. For administrators. */
                                suspicious_passages: number | null;
                            } | null;
                            /** @description How its source names this state of it, as the uploader gave it. */
                            fingerprint: string | null;
                            /** Format: uuid */
                            id: string;
                            media_type: string;
                            /** @description When it is tried again after a setback; null otherwise. */
                            next_try_at: string | null;
                            pages: number | null;
                            passages: number | null;
                            /** @enum {string} */
                            priority: "high" | "normal" | "low";
                            reason: ("unsupported" | "encrypted" | "corrupt" | "empty" | "too-large" | "timeout" | "out-of-memory" | "internal" | "cancelled") | null;
                            sha256: string;
                            /** Format: date-time */
                            since: string;
                            size_in_bytes: number;
                            source: string;
                            /** @enum {string} */
                            state: "queued" | "parsing" | "embedding" | "indexing" | "ready" | "needs_ocr" | "failed" | "deleted";
                            timings: {
                                embedding_ms: number | null;
                                indexing_ms: number | null;
                                parsing_ms: number | null;
                                waiting_ms: number | null;
                            };
                            title: string;
                            /** Format: date-time */
                            updated_at: string;
                            /** @description The newest version; searches use it once its state is ready. */
                            version: number;
                        }[];
                        rejected: {
                            code: string;
                            detail: string;
                            file_name: string;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteDocumentByIdentity: {
        parameters: {
            query: {
                /** @description When it changed, by the clock of its source; now when left out. News older than what the source has told already change nothing; a time that lies far in the future counts as now. */
                changed_at?: string | undefined;
                /** @description What the source calls the document; with "source" it is its identity. */
                external_id: string;
                source: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        access: string[];
                        attempt: number;
                        collection: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** @description The version that searches use; null until one is ready. */
                        current_version: number | null;
                        /** @description One sentence on the failure and what to do, or null. */
                        detail: string | null;
                        external_id: string;
                        /** @description What was noticed in the text; null when nothing was looked for. */
                        findings: {
                            /** @description How often each kind of personal data was found. For contributors. */
                            personal_data: {
                                [key: string]: number;
                            } | null;
                            /** @description Passages that talk to a language model instead of to a reader. For administrators. */
                            suspicious_passages: number | null;
                        } | null;
                        /** @description How its source names this state of it, as the uploader gave it. */
                        fingerprint: string | null;
                        /** Format: uuid */
                        id: string;
                        media_type: string;
                        /** @description When it is tried again after a setback; null otherwise. */
                        next_try_at: string | null;
                        pages: number | null;
                        passages: number | null;
                        /** @enum {string} */
                        priority: "high" | "normal" | "low";
                        reason: ("unsupported" | "encrypted" | "corrupt" | "empty" | "too-large" | "timeout" | "out-of-memory" | "internal" | "cancelled") | null;
                        sha256: string;
                        /** Format: date-time */
                        since: string;
                        size_in_bytes: number;
                        source: string;
                        /** @enum {string} */
                        state: "queued" | "parsing" | "embedding" | "indexing" | "ready" | "needs_ocr" | "failed" | "deleted";
                        timings: {
                            embedding_ms: number | null;
                            indexing_ms: number | null;
                            parsing_ms: number | null;
                            waiting_ms: number | null;
                        };
                        title: string;
                        /** Format: date-time */
                        updated_at: string;
                        /** @description The newest version; searches use it once its state is ready. */
                        version: number;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDocumentAccess: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        access: string[];
                        /** Format: uuid */
                        document_id: string;
                        /** @enum {string} */
                        from: "document" | "collection" | "source";
                        /** @description Whether you may read it yourself; an administrator can leave themselves out. */
                        lets_you_in: boolean;
                        /** @description The collection or source whose list it is; null for a list of its own. */
                        name: string | null;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setDocumentAccess: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    access: string[];
                } | {
                    /** @enum {string} */
                    inherit: "collection" | "source";
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        access: string[];
                        /** Format: uuid */
                        document_id: string;
                        /** @enum {string} */
                        from: "document" | "collection" | "source";
                        /** @description Whether you may read it yourself; an administrator can leave themselves out. */
                        lets_you_in: boolean;
                        /** @description The collection or source whose list it is; null for a list of its own. */
                        name: string | null;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        access: string[];
                        attempt: number;
                        collection: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** @description The version that searches use; null until one is ready. */
                        current_version: number | null;
                        /** @description One sentence on the failure and what to do, or null. */
                        detail: string | null;
                        external_id: string;
                        /** @description What was noticed in the text; null when nothing was looked for. */
                        findings: {
                            /** @description How often each kind of personal data was found. For contributors. */
                            personal_data: {
                                [key: string]: number;
                            } | null;
                            /** @description Passages that talk to a language model instead of to a reader. For administrators. */
                            suspicious_passages: number | null;
                        } | null;
                        /** @description How its source names this state of it, as the uploader gave it. */
                        fingerprint: string | null;
                        /** Format: uuid */
                        id: string;
                        media_type: string;
                        /** @description When it is tried again after a setback; null otherwise. */
                        next_try_at: string | null;
                        pages: number | null;
                        passages: number | null;
                        /** @enum {string} */
                        priority: "high" | "normal" | "low";
                        reason: ("unsupported" | "encrypted" | "corrupt" | "empty" | "too-large" | "timeout" | "out-of-memory" | "internal" | "cancelled") | null;
                        sha256: string;
                        /** Format: date-time */
                        since: string;
                        size_in_bytes: number;
                        source: string;
                        /** @enum {string} */
                        state: "queued" | "parsing" | "embedding" | "indexing" | "ready" | "needs_ocr" | "failed" | "deleted";
                        timings: {
                            embedding_ms: number | null;
                            indexing_ms: number | null;
                            parsing_ms: number | null;
                            waiting_ms: number | null;
                        };
                        title: string;
                        /** Format: date-time */
                        updated_at: string;
                        /** @description The newest version; searches use it once its state is ready. */
                        version: number;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDocumentContent: {
        parameters: {
            query?: {
                version?: number | undefined;
            } | undefined;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file under its own type, or as bytes where a browser must not show it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description The file under its own type, or as bytes where a browser must not show it. */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeletion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description When it was gone from every store; null until then. */
                        completed_at: string | null;
                        /**
                         * Format: date-time
                         * @description No answer used it from then on.
                         */
                        deleted_at: string;
                        deleted_by: string;
                        /** Format: uuid */
                        document_id: string;
                        /** @description Of the original of each version. */
                        sha256s: string[];
                        stores: {
                            /** @description When they were; null until then, or where it is not known. */
                            erased_at: string | null;
                            /** @description By then its files are rewritten as well; null where that is up to the store. */
                            erased_by: string | null;
                            /** @description From then on it cannot be reached there; null while it is removed. */
                            gone_at: string | null;
                            /** @description Files that stay because another document has the very same. */
                            kept: number;
                            /** @description How many: index entries, passages, files, answers; null: not counted. */
                            removed: number | null;
                            /** @enum {string} */
                            store: "cache" | "index" | "passages" | "originals" | "answers";
                        }[];
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPassage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                passage_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        document_id: string;
                        end: number;
                        heading: string[];
                        /** @description Of the original; only PDFs have pages that can be shown. */
                        media_type: string;
                        page: number | null;
                        page_end: number | null;
                        /** Format: uuid */
                        passage_id: string;
                        start: number;
                        text: string;
                        title: string;
                        version: number;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getQuoteRectangles: {
        parameters: {
            query: {
                /** @description The character after the last. */
                end: number;
                /** @description As in the citation: the first character in the text. */
                start: number;
                version: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        page: number | null;
                        page_height: number | null;
                        /** @description In points; null where the format has no fixed pages. */
                        page_width: number | null;
                        /** @description What the rectangles surround: the lines of the words, their paragraphs, or all of the page. */
                        precision: ("words" | "block" | "page") | null;
                        rectangles: {
                            /** @description In points, counted from the top left corner of the page as it is shown. */
                            height: number;
                            /** @description In points, counted from the top left corner of the page as it is shown. */
                            width: number;
                            /** @description In points, counted from the top left corner of the page as it is shown. */
                            x: number;
                            /** @description In points, counted from the top left corner of the page as it is shown. */
                            y: number;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        access: string[];
                        attempt: number;
                        collection: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** @description The version that searches use; null until one is ready. */
                        current_version: number | null;
                        /** @description One sentence on the failure and what to do, or null. */
                        detail: string | null;
                        external_id: string;
                        /** @description What was noticed in the text; null when nothing was looked for. */
                        findings: {
                            /** @description How often each kind of personal data was found. For contributors. */
                            personal_data: {
                                [key: string]: number;
                            } | null;
                            /** @description Passages that talk to a language model instead of to a reader. For administrators. */
                            suspicious_passages: number | null;
                        } | null;
                        /** @description How its source names this state of it, as the uploader gave it. */
                        fingerprint: string | null;
                        /** Format: uuid */
                        id: string;
                        media_type: string;
                        /** @description When it is tried again after a setback; null otherwise. */
                        next_try_at: string | null;
                        pages: number | null;
                        passages: number | null;
                        /** @enum {string} */
                        priority: "high" | "normal" | "low";
                        reason: ("unsupported" | "encrypted" | "corrupt" | "empty" | "too-large" | "timeout" | "out-of-memory" | "internal" | "cancelled") | null;
                        sha256: string;
                        /** Format: date-time */
                        since: string;
                        size_in_bytes: number;
                        source: string;
                        /** @enum {string} */
                        state: "queued" | "parsing" | "embedding" | "indexing" | "ready" | "needs_ocr" | "failed" | "deleted";
                        timings: {
                            embedding_ms: number | null;
                            indexing_ms: number | null;
                            parsing_ms: number | null;
                            waiting_ms: number | null;
                        };
                        title: string;
                        /** Format: date-time */
                        updated_at: string;
                        /** @description The newest version; searches use it once its state is ready. */
                        version: number;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDocumentVersions: {
        parameters: {
            query?: {
                /** @description The next_cursor of the page before. */
                cursor?: string | undefined;
                limit?: number | undefined;
            } | undefined;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Give it back to read on; null at the end. */
                        next_cursor: string | null;
                        versions: {
                            attempt: number;
                            /** Format: date-time */
                            created_at: string;
                            /** @description Object id of who sent it; null where that was not written down. */
                            created_by: string | null;
                            detail: string | null;
                            file_name: string;
                            /** @description True for the one that searches use. */
                            is_current: boolean;
                            media_type: string;
                            next_try_at: string | null;
                            pages: number | null;
                            passages: number | null;
                            /** @enum {string} */
                            priority: "high" | "normal" | "low";
                            reason: ("unsupported" | "encrypted" | "corrupt" | "empty" | "too-large" | "timeout" | "out-of-memory" | "internal" | "cancelled") | null;
                            sha256: string;
                            /** Format: date-time */
                            since: string;
                            size_in_bytes: number;
                            /** @enum {string} */
                            state: "queued" | "parsing" | "embedding" | "indexing" | "ready" | "needs_ocr" | "failed" | "deleted";
                            timings: {
                                embedding_ms: number | null;
                                indexing_ms: number | null;
                                parsing_ms: number | null;
                                waiting_ms: number | null;
                            };
                            title: string | null;
                            version: number;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryDocuments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    collection?: string | undefined;
                    /**
                     * @description All but "cancelled" when left out.
                     * @enum {string}
                     */
                    reason?: ("unsupported" | "encrypted" | "corrupt" | "empty" | "too-large" | "timeout" | "out-of-memory" | "internal" | "cancelled") | undefined;
                    source?: string | undefined;
                    /**
                     * @description Both when left out.
                     * @enum {string}
                     */
                    state?: ("failed" | "needs_ocr") | undefined;
                };
            };
        };
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description True when there are more than one request takes: send it again. */
                        more: boolean;
                        /** @description How many documents wait to be read again. */
                        retried: number;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suggestQuestions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        suggestions: {
                            /** Format: uuid */
                            document_id: string;
                            heading: string;
                            title: string;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listGoldenCases: {
        parameters: {
            query?: {
                /** @description The next_cursor of the page before. */
                cursor?: string | undefined;
                limit?: number | undefined;
                state?: ("proposed" | "accepted" | "refused") | undefined;
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        cases: {
                            /** Format: date-time */
                            created_at: string;
                            created_by: string;
                            decided_at: string | null;
                            decided_by: string | null;
                            evidence: {
                                /** Format: uuid */
                                document_id: string;
                                external_id: string;
                                /** @description How the passage begins; null for the whole document, and when it is stale. */
                                quote: string | null;
                                source: string;
                                /** @description The document no longer has this passage: look at the label again. */
                                stale: boolean;
                                /** @description Of the passage; null for the whole document. */
                                text_hash: string | null;
                                title: string;
                            }[];
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            origin: "hand" | "feedback" | "rules" | "model";
                            question: string;
                            /** @description Some of its evidence is; it is not measured on until that is mended. */
                            stale: boolean;
                            /**
                             * @description Only accepted ones are measured on.
                             * @enum {string}
                             */
                            state: "proposed" | "accepted" | "refused";
                            truth: string[];
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createGoldenCase: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Where they stand. Without truth and evidence the question has to be declined.
                     * @default []
                     */
                    evidence?: {
                        /** Format: uuid */
                        document_id?: string | undefined;
                        external_id?: string | undefined;
                        /** @description Words of the passage; without them and without a hash the whole document is meant. */
                        quote?: (string | null) | undefined;
                        /** @description Only needed where two sources use the same external id. */
                        source?: string | undefined;
                        /** @description Of a passage, as an export has it. */
                        text_hash?: (string | null) | undefined;
                        /** @description As an export has it; not looked at. */
                        title?: string | undefined;
                    }[] | undefined;
                    question: string;
                    /** @description Right answers, any of which will do. */
                    truth?: string[] | undefined;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        decided_at: string | null;
                        decided_by: string | null;
                        evidence: {
                            /** Format: uuid */
                            document_id: string;
                            external_id: string;
                            /** @description How the passage begins; null for the whole document, and when it is stale. */
                            quote: string | null;
                            source: string;
                            /** @description The document no longer has this passage: look at the label again. */
                            stale: boolean;
                            /** @description Of the passage; null for the whole document. */
                            text_hash: string | null;
                            title: string;
                        }[];
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        origin: "hand" | "feedback" | "rules" | "model";
                        question: string;
                        /** @description Some of its evidence is; it is not measured on until that is mended. */
                        stale: boolean;
                        /**
                         * @description Only accepted ones are measured on.
                         * @enum {string}
                         */
                        state: "proposed" | "accepted" | "refused";
                        truth: string[];
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceGoldenCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Where they stand. Without truth and evidence the question has to be declined.
                     * @default []
                     */
                    evidence?: {
                        /** Format: uuid */
                        document_id?: string | undefined;
                        external_id?: string | undefined;
                        /** @description Words of the passage; without them and without a hash the whole document is meant. */
                        quote?: (string | null) | undefined;
                        /** @description Only needed where two sources use the same external id. */
                        source?: string | undefined;
                        /** @description Of a passage, as an export has it. */
                        text_hash?: (string | null) | undefined;
                        /** @description As an export has it; not looked at. */
                        title?: string | undefined;
                    }[] | undefined;
                    question: string;
                    /** @description Right answers, any of which will do. */
                    truth?: string[] | undefined;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        decided_at: string | null;
                        decided_by: string | null;
                        evidence: {
                            /** Format: uuid */
                            document_id: string;
                            external_id: string;
                            /** @description How the passage begins; null for the whole document, and when it is stale. */
                            quote: string | null;
                            source: string;
                            /** @description The document no longer has this passage: look at the label again. */
                            stale: boolean;
                            /** @description Of the passage; null for the whole document. */
                            text_hash: string | null;
                            title: string;
                        }[];
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        origin: "hand" | "feedback" | "rules" | "model";
                        question: string;
                        /** @description Some of its evidence is; it is not measured on until that is mended. */
                        stale: boolean;
                        /**
                         * @description Only accepted ones are measured on.
                         * @enum {string}
                         */
                        state: "proposed" | "accepted" | "refused";
                        truth: string[];
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteGoldenCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acceptGoldenCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        decided_at: string | null;
                        decided_by: string | null;
                        evidence: {
                            /** Format: uuid */
                            document_id: string;
                            external_id: string;
                            /** @description How the passage begins; null for the whole document, and when it is stale. */
                            quote: string | null;
                            source: string;
                            /** @description The document no longer has this passage: look at the label again. */
                            stale: boolean;
                            /** @description Of the passage; null for the whole document. */
                            text_hash: string | null;
                            title: string;
                        }[];
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        origin: "hand" | "feedback" | "rules" | "model";
                        question: string;
                        /** @description Some of its evidence is; it is not measured on until that is mended. */
                        stale: boolean;
                        /**
                         * @description Only accepted ones are measured on.
                         * @enum {string}
                         */
                        state: "proposed" | "accepted" | "refused";
                        truth: string[];
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refuseGoldenCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        decided_at: string | null;
                        decided_by: string | null;
                        evidence: {
                            /** Format: uuid */
                            document_id: string;
                            external_id: string;
                            /** @description How the passage begins; null for the whole document, and when it is stale. */
                            quote: string | null;
                            source: string;
                            /** @description The document no longer has this passage: look at the label again. */
                            stale: boolean;
                            /** @description Of the passage; null for the whole document. */
                            text_hash: string | null;
                            title: string;
                        }[];
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        origin: "hand" | "feedback" | "rules" | "model";
                        question: string;
                        /** @description Some of its evidence is; it is not measured on until that is mended. */
                        stale: boolean;
                        /**
                         * @description Only accepted ones are measured on.
                         * @enum {string}
                         */
                        state: "proposed" | "accepted" | "refused";
                        truth: string[];
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    generateGoldenCases: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What writes them; a model where there is one, else rules.
                     * @enum {string}
                     */
                    by?: ("rules" | "model") | undefined;
                    /**
                     * @description How many to propose at most.
                     * @default 10
                     */
                    count?: number | undefined;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        by: "rules" | "model";
                        proposed: number;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            499: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importGoldenCases: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    cases: {
                        /**
                         * @description Where they stand. Without truth and evidence the question has to be declined.
                         * @default []
                         */
                        evidence?: {
                            /** Format: uuid */
                            document_id?: string | undefined;
                            external_id?: string | undefined;
                            /** @description Words of the passage; without them and without a hash the whole document is meant. */
                            quote?: (string | null) | undefined;
                            /** @description Only needed where two sources use the same external id. */
                            source?: string | undefined;
                            /** @description Of a passage, as an export has it. */
                            text_hash?: (string | null) | undefined;
                            /** @description As an export has it; not looked at. */
                            title?: string | undefined;
                        }[] | undefined;
                        question: string;
                        /** @description Right answers, any of which will do. */
                        truth?: string[] | undefined;
                    }[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        created: number;
                        /** @description What was left out, and why. */
                        refused: {
                            /** @description From 1. */
                            line: number;
                            reason: string;
                        }[];
                        /** @description The question was there; truth and evidence are those of the file now. */
                        replaced: number;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEvaluations: {
        parameters: {
            query?: {
                /** @description The next_cursor of the page before. */
                cursor?: string | undefined;
                /** @description As CSV it has the runs that are done, without a cursor. */
                format?: ("json" | "csv") | undefined;
                limit?: number | undefined;
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        next_cursor: string | null;
                        runs: {
                            /** @description Beside the run before; null for the first one. */
                            changes: {
                                after: number;
                                before: number;
                                difference: number;
                                high: number;
                                /** @description With "high" the interval that holds the difference with 95 %. */
                                low: number;
                                measure: string;
                                /** @description How often a difference as large would come by chance. */
                                p: number;
                                questions: number;
                            }[] | null;
                            /** Format: date-time */
                            created_at: string;
                            /** @description Why it failed, or what could not be looked at. */
                            detail: string | null;
                            /** @description Means over the questions that have the measure, from 0 to 1; times; tokens; cost. */
                            figures: {
                                [key: string]: number;
                            } | null;
                            finished_at: string | null;
                            /** @description Build of the index that was asked. */
                            generation: string | null;
                            /** Format: uuid */
                            id: string;
                            /** @description For each mean over questions the interval that holds it with 95 %. */
                            intervals: {
                                [key: string]: {
                                    high: number;
                                    low: number;
                                };
                            } | null;
                            /** @description How often they found it: anything but 0 is an incident. */
                            leaks: number | null;
                            /** @description How often invented people looked for what they may not see. */
                            probes: number | null;
                            /** @description Wording of the prompt that was asked with. */
                            prompt_version: number | null;
                            questions: number | null;
                            requested_by: string | null;
                            /** @description Accepted questions that were left out: the documents no longer say it in these words. */
                            stale: number | null;
                            /** @enum {string} */
                            state: "waiting" | "running" | "done" | "failed";
                            /**
                             * @description "flip": another build of the index was made active.
                             * @enum {string}
                             */
                            trigger: "manual" | "nightly" | "flip";
                            /** @description Measures that are worse than in the run before, and hardly by chance. */
                            worse: string[];
                        }[];
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startEvaluation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Beside the run before; null for the first one. */
                        changes: {
                            after: number;
                            before: number;
                            difference: number;
                            high: number;
                            /** @description With "high" the interval that holds the difference with 95 %. */
                            low: number;
                            measure: string;
                            /** @description How often a difference as large would come by chance. */
                            p: number;
                            questions: number;
                        }[] | null;
                        /** Format: date-time */
                        created_at: string;
                        /** @description Why it failed, or what could not be looked at. */
                        detail: string | null;
                        /** @description Means over the questions that have the measure, from 0 to 1; times; tokens; cost. */
                        figures: {
                            [key: string]: number;
                        } | null;
                        finished_at: string | null;
                        /** @description Build of the index that was asked. */
                        generation: string | null;
                        /** Format: uuid */
                        id: string;
                        /** @description For each mean over questions the interval that holds it with 95 %. */
                        intervals: {
                            [key: string]: {
                                high: number;
                                low: number;
                            };
                        } | null;
                        /** @description How often they found it: anything but 0 is an incident. */
                        leaks: number | null;
                        /** @description How often invented people looked for what they may not see. */
                        probes: number | null;
                        /** @description Wording of the prompt that was asked with. */
                        prompt_version: number | null;
                        questions: number | null;
                        requested_by: string | null;
                        /** @description Accepted questions that were left out: the documents no longer say it in these words. */
                        stale: number | null;
                        /** @enum {string} */
                        state: "waiting" | "running" | "done" | "failed";
                        /**
                         * @description "flip": another build of the index was made active.
                         * @enum {string}
                         */
                        trigger: "manual" | "nightly" | "flip";
                        /** @description Measures that are worse than in the run before, and hardly by chance. */
                        worse: string[];
                    };
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEvaluation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Beside the run before; null for the first one. */
                        changes: {
                            after: number;
                            before: number;
                            difference: number;
                            high: number;
                            /** @description With "high" the interval that holds the difference with 95 %. */
                            low: number;
                            measure: string;
                            /** @description How often a difference as large would come by chance. */
                            p: number;
                            questions: number;
                        }[] | null;
                        /** Format: date-time */
                        created_at: string;
                        /** @description Why it failed, or what could not be looked at. */
                        detail: string | null;
                        /** @description Means over the questions that have the measure, from 0 to 1; times; tokens; cost. */
                        figures: {
                            [key: string]: number;
                        } | null;
                        finished_at: string | null;
                        /** @description Build of the index that was asked. */
                        generation: string | null;
                        /** Format: uuid */
                        id: string;
                        /** @description For each mean over questions the interval that holds it with 95 %. */
                        intervals: {
                            [key: string]: {
                                high: number;
                                low: number;
                            };
                        } | null;
                        /** @description How often they found it: anything but 0 is an incident. */
                        leaks: number | null;
                        /** @description How often invented people looked for what they may not see. */
                        probes: number | null;
                        /** @description Wording of the prompt that was asked with. */
                        prompt_version: number | null;
                        questions: number | null;
                        requested_by: string | null;
                        /** @description Accepted questions that were left out: the documents no longer say it in these words. */
                        stale: number | null;
                        /** @enum {string} */
                        state: "waiting" | "running" | "done" | "failed";
                        /**
                         * @description "flip": another build of the index was made active.
                         * @enum {string}
                         */
                        trigger: "manual" | "nightly" | "flip";
                        /** @description Measures that are worse than in the run before, and hardly by chance. */
                        worse: string[];
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEvaluationResults: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description eval_results.jsonl */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listReports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        reports: {
                            /** @description What its rows can be. */
                            by: ("hour" | "day" | "user" | "group" | "collection" | "model" | "source")[];
                            columns: {
                                description: string;
                                name: string;
                                /**
                                 * @description "share" and "score" are from 0 to 1; "currency" is that of the configured prices.
                                 * @enum {string}
                                 */
                                unit: "count" | "share" | "milliseconds" | "tokens" | "currency" | "score" | "bytes";
                            }[];
                            description: string;
                            /** @enum {string} */
                            name: "usage" | "latency" | "confidence" | "feedback" | "retrieval" | "cost" | "ingestion" | "limits";
                            /** @description Whose numbers you may see; "everyone" needs the role Admin. */
                            of: ("me" | "everyone")[];
                            title: string;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportReport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What a row is; see GET /api/reports for what each report has.
                     * @default day
                     * @enum {string}
                     */
                    by?: ("hour" | "day" | "user" | "group" | "collection" | "model" | "source") | undefined;
                    /** @enum {string} */
                    format: "csv" | "jsonl" | "parquet" | "pdf" | "xlsx";
                    /** @description First day or moment; 30 days before "to" by default. */
                    from?: (string) | undefined;
                    name: ("usage" | "latency" | "confidence" | "feedback" | "retrieval" | "cost" | "ingestion" | "limits") | "questions";
                    /**
                     * @description Whose questions; "everyone" needs the role Admin.
                     * @default me
                     * @enum {string}
                     */
                    of?: ("me" | "everyone") | undefined;
                    /**
                     * @description Whose days and hours, for example Europe/Berlin.
                     * @default UTC
                     */
                    time_zone?: string | undefined;
                    /** @description Day or moment at which it ends, excluded; now by default. */
                    to?: (string) | undefined;
                };
            };
        };
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        created_at: string;
                        /** @description Why it failed. */
                        detail: string | null;
                        /**
                         * Format: date-time
                         * @description From then on it is gone.
                         */
                        expires_at: string;
                        finished_at: string | null;
                        /** @enum {string} */
                        format: "csv" | "jsonl" | "parquet" | "pdf" | "xlsx";
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** @description Rows written so far. */
                        rows: number;
                        /** @description Null until it is known. */
                        rows_in_all: number | null;
                        size_in_bytes: number | null;
                        /** @enum {string} */
                        state: "waiting" | "running" | "ready" | "failed";
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReport: {
        parameters: {
            query?: {
                /** @description What a row is; see GET /api/reports for what each report has. */
                by?: ("hour" | "day" | "user" | "group" | "collection" | "model" | "source") | undefined;
                /** @description The next_cursor of the page before. */
                cursor?: string | undefined;
                format?: ("json" | "csv") | undefined;
                /** @description First day or moment; 30 days before "to" by default. */
                from?: (string) | undefined;
                /** @description Rows of a page, unless rows are times. */
                limit?: number | undefined;
                /** @description Whose questions; "everyone" needs the role Admin. */
                of?: ("me" | "everyone") | undefined;
                /** @description Whose days and hours, for example Europe/Berlin. */
                time_zone?: string | undefined;
                /** @description Day or moment at which it ends, excluded; now by default. */
                to?: (string) | undefined;
            } | undefined;
            header?: never;
            path: {
                name: "usage" | "latency" | "confidence" | "feedback" | "retrieval" | "cost" | "ingestion" | "limits";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        by: "hour" | "day" | "user" | "group" | "collection" | "model" | "source";
                        columns: {
                            description: string;
                            name: string;
                            /**
                             * @description "share" and "score" are from 0 to 1; "currency" is that of the configured prices.
                             * @enum {string}
                             */
                            unit: "count" | "share" | "milliseconds" | "tokens" | "currency" | "score" | "bytes";
                        }[];
                        /**
                         * Format: date-time
                         * @description Where the numbers begin: at a quarter of an hour.
                         */
                        from: string;
                        /** @enum {string} */
                        name: "usage" | "latency" | "confidence" | "feedback" | "retrieval" | "cost" | "ingestion" | "limits";
                        /** @description Give it back to read on; null at the end. */
                        next_cursor: string | null;
                        /** @enum {string} */
                        of: "me" | "everyone";
                        /** @description Times without anything are left out. */
                        rows: {
                            [key: string]: string | number | null;
                        }[];
                        time_zone: string;
                        title: string;
                        /** Format: date-time */
                        to: string;
                        /** @description Over all, also of rows of other pages. What counts for several groups or collections is in it once. */
                        total: {
                            [key: string]: string | number | null;
                        };
                        /** @description Hours whose newest questions are not counted yet; 0 nearly always. */
                        waiting_hours: number;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listReportExports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        exports: {
                            /** Format: date-time */
                            created_at: string;
                            /** @description Why it failed. */
                            detail: string | null;
                            /**
                             * Format: date-time
                             * @description From then on it is gone.
                             */
                            expires_at: string;
                            finished_at: string | null;
                            /** @enum {string} */
                            format: "csv" | "jsonl" | "parquet" | "pdf" | "xlsx";
                            /** Format: uuid */
                            id: string;
                            name: string;
                            /** @description Rows written so far. */
                            rows: number;
                            /** @description Null until it is known. */
                            rows_in_all: number | null;
                            size_in_bytes: number | null;
                            /** @enum {string} */
                            state: "waiting" | "running" | "ready" | "failed";
                        }[];
                    };
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReportExport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        created_at: string;
                        /** @description Why it failed. */
                        detail: string | null;
                        /**
                         * Format: date-time
                         * @description From then on it is gone.
                         */
                        expires_at: string;
                        finished_at: string | null;
                        /** @enum {string} */
                        format: "csv" | "jsonl" | "parquet" | "pdf" | "xlsx";
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** @description Rows written so far. */
                        rows: number;
                        /** @description Null until it is known. */
                        rows_in_all: number | null;
                        size_in_bytes: number | null;
                        /** @enum {string} */
                        state: "waiting" | "running" | "ready" | "failed";
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReportExportContent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listReportSchedules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        schedules: {
                            /**
                             * @description What a row is; see GET /api/reports for what each report has.
                             * @default day
                             * @enum {string}
                             */
                            by: "hour" | "day" | "user" | "group" | "collection" | "model" | "source";
                            /** Format: date-time */
                            created_at: string;
                            created_by: string;
                            /** @description When: minute, hour, day, month, weekday; or @daily, @weekly, @monthly at midnight. */
                            cron: string;
                            /**
                             * @description How many whole days it covers, up to the day of sending.
                             * @default 7
                             */
                            days: number;
                            destination: {
                                /** @enum {string} */
                                type: "webhook";
                                /**
                                 * Format: uri
                                 * @description Gets the numbers as JSON, signed as standardwebhooks.com says.
                                 */
                                url: string;
                            } | {
                                to: string[];
                                /** @enum {string} */
                                type: "mail";
                            };
                            /**
                             * @description Of the file that a letter brings; a webhook gets JSON.
                             * @default xlsx
                             * @enum {string}
                             */
                            format: "csv" | "jsonl" | "parquet" | "pdf" | "xlsx";
                            /** Format: uuid */
                            id: string;
                            /** @description When the last one was due that was sent, or could not be. */
                            last_at: string | null;
                            /** @description Why it did not arrive; null where it did. */
                            last_problem: string | null;
                            /** @enum {string} */
                            name: "usage" | "latency" | "confidence" | "feedback" | "retrieval" | "cost" | "ingestion" | "limits";
                            /** Format: date-time */
                            next_at: string;
                            /**
                             * @description Of "cron" and of the days, for example Europe/Berlin.
                             * @default UTC
                             */
                            time_zone: string;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createReportSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What a row is; see GET /api/reports for what each report has.
                     * @default day
                     * @enum {string}
                     */
                    by?: ("hour" | "day" | "user" | "group" | "collection" | "model" | "source") | undefined;
                    /** @description When: minute, hour, day, month, weekday; or @daily, @weekly, @monthly at midnight. */
                    cron: string;
                    /**
                     * @description How many whole days it covers, up to the day of sending.
                     * @default 7
                     */
                    days?: number | undefined;
                    destination: {
                        /** @enum {string} */
                        type: "webhook";
                        /**
                         * Format: uri
                         * @description Gets the numbers as JSON, signed as standardwebhooks.com says.
                         */
                        url: string;
                    } | {
                        to: string[];
                        /** @enum {string} */
                        type: "mail";
                    };
                    /**
                     * @description Of the file that a letter brings; a webhook gets JSON.
                     * @default xlsx
                     * @enum {string}
                     */
                    format?: ("csv" | "jsonl" | "parquet" | "pdf" | "xlsx") | undefined;
                    /** @enum {string} */
                    name: "usage" | "latency" | "confidence" | "feedback" | "retrieval" | "cost" | "ingestion" | "limits";
                    /**
                     * @description Of "cron" and of the days, for example Europe/Berlin.
                     * @default UTC
                     */
                    time_zone?: string | undefined;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description What a row is; see GET /api/reports for what each report has.
                         * @default day
                         * @enum {string}
                         */
                        by: "hour" | "day" | "user" | "group" | "collection" | "model" | "source";
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** @description When: minute, hour, day, month, weekday; or @daily, @weekly, @monthly at midnight. */
                        cron: string;
                        /**
                         * @description How many whole days it covers, up to the day of sending.
                         * @default 7
                         */
                        days: number;
                        destination: {
                            /** @enum {string} */
                            type: "webhook";
                            /**
                             * Format: uri
                             * @description Gets the numbers as JSON, signed as standardwebhooks.com says.
                             */
                            url: string;
                        } | {
                            to: string[];
                            /** @enum {string} */
                            type: "mail";
                        };
                        /**
                         * @description Of the file that a letter brings; a webhook gets JSON.
                         * @default xlsx
                         * @enum {string}
                         */
                        format: "csv" | "jsonl" | "parquet" | "pdf" | "xlsx";
                        /** Format: uuid */
                        id: string;
                        /** @description When the last one was due that was sent, or could not be. */
                        last_at: string | null;
                        /** @description Why it did not arrive; null where it did. */
                        last_problem: string | null;
                        /** @enum {string} */
                        name: "usage" | "latency" | "confidence" | "feedback" | "retrieval" | "cost" | "ingestion" | "limits";
                        /** Format: date-time */
                        next_at: string;
                        /** @description With which the receiver checks signatures; it is told this once. Null for mail. */
                        signing_secret: string | null;
                        /**
                         * @description Of "cron" and of the days, for example Europe/Berlin.
                         * @default UTC
                         */
                        time_zone: string;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteReportSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sendScheduledReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUnansweredQuestions: {
        parameters: {
            query?: {
                /** @description First day or moment; 30 days before "to" by default. */
                from?: (string) | undefined;
                /** @description Topics, those asked most first. */
                limit?: number | undefined;
                /** @description Whose days and hours, for example Europe/Berlin. */
                time_zone?: string | undefined;
                /** @description Day or moment at which it ends, excluded; now by default. */
                to?: (string) | undefined;
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        from: string;
                        /** @description Questions that were looked at: the newest 2,000 of the period whose words are kept. */
                        looked_at: number;
                        /** Format: date-time */
                        to: string;
                        topics: {
                            /** @description Those to which the documents had no answer. */
                            abstained: number;
                            /** @description Where an answer would probably belong: the collection of what came nearest. Null when nothing came near. */
                            collection: string | null;
                            /** @description At most three of them, the newest first, each wording once. */
                            examples: string[];
                            /** Format: date-time */
                            last_asked_at: string;
                            people: number;
                            questions: number;
                            /** @description Those whose answer was called bad. */
                            rated_bad: number;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchPassages: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description For administrators: tell how each passage got its place, or why not. */
                    explain?: (boolean | {
                        /** @description Passages of which one wants to know why they are there or not. */
                        passage_ids: string[];
                    }) | undefined;
                    filters?: {
                        /** @description Only documents of these collections. */
                        collections?: string[] | undefined;
                        /** @description Only these documents. */
                        document_ids?: string[] | undefined;
                        /** @description Only these media types, for example application/pdf. */
                        media_types?: string[] | undefined;
                        /**
                         * Format: date-time
                         * @description Only documents whose current version is newer than this time.
                         */
                        updated_after?: string | undefined;
                        /**
                         * Format: date-time
                         * @description Only documents whose current version is older than this time.
                         */
                        updated_before?: string | undefined;
                    } | undefined;
                    /** @description Whether filters, exact phrases, corrected words and acronyms are read from the question (true unless said otherwise). False searches for the words as they are. */
                    interpret?: boolean | undefined;
                    query: string;
                    /** @default 5 */
                    top_k?: number | undefined;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Parts that were left out because their model did not answer in time: vector (found by words alone), rerank (in the order before the re-ranking model). With changed_model the vectors are left out because the embedding model is not the one that built the index: an administrator runs "npx footnote reindex". Absent when nothing was. */
                        degraded?: ("vector" | "rerank" | "changed_model")[] | undefined;
                        evidence: {
                            /** @description Share of the lexical top five that the vector search found as well, 0 to 1; null when there was no vector search, because the embedding model knows no word of the question or was left out. */
                            agreement: number | null;
                            /** @description Best idf coverage among the passages, 0 to 1. */
                            coverage: number;
                            /** @description BM25 score of the best passage divided by the idf mass of the question; comparable between questions. */
                            strength: number;
                        };
                        /** @description When it was asked for. */
                        explanation?: {
                            /** @description The passages that were asked about, in that order. */
                            asked: {
                                /** @description The state as a sentence. */
                                detail: string;
                                fused_rank: number | null;
                                lexical_rank: number | null;
                                /** Format: uuid */
                                passage_id: string;
                                /** @description Place after re-ranking. */
                                rank: number | null;
                                /** @enum {string} */
                                state: "returned" | "below-top-k" | "below-re-ranking" | "duplicate" | "without-phrase" | "not-found-by-search" | "filtered-out" | "outdated-version" | "missing";
                                vector_rank: number | null;
                            }[];
                            /** @description The returned passages, in order. */
                            passages: {
                                /** @description What the re-ranker looked at; a contribution is value times weight. */
                                features: {
                                    contribution: number;
                                    name: string;
                                    value: number;
                                    weight: number;
                                }[];
                                fused: number;
                                fused_rank: number | null;
                                /** @description BM25 score. */
                                lexical: number | null;
                                lexical_rank: number | null;
                                /** Format: uuid */
                                passage_id: string;
                                /** @description Place after re-ranking, before copies were left out. */
                                rank: number;
                                /** @description Fused score and the score of the features, blended; 0 to 1 within one question. */
                                score: number;
                                /** @description Cosine similarity. */
                                vector: number | null;
                                vector_rank: number | null;
                            }[];
                            /** @description True when it reused the search of a like question of the last hour; what may be shown was looked up anew. */
                            reused_search?: boolean | undefined;
                            /** @description What was searched for, stemmed, with the weight in re-ranking. */
                            terms: {
                                term: string;
                                weight: number;
                            }[];
                        } | undefined;
                        generation: string;
                        passages: {
                            /** Format: uuid */
                            document_id: string;
                            end: number;
                            external_id: string;
                            heading: string[];
                            /**
                             * @description The searched words in `text`, in order.
                             * @default []
                             */
                            matches: {
                                end: number;
                                start: number;
                                /** @description The searched term, stemmed. */
                                term: string;
                            }[];
                            media_type: string;
                            page: number | null;
                            page_end: number | null;
                            /** @description The neighbouring passages it was joined from, where it was; they may overlap. */
                            parts?: {
                                end: number;
                                /** Format: uuid */
                                passage_id: string;
                                start: number;
                            }[] | undefined;
                            /** Format: uuid */
                            passage_id: string;
                            /** @description Final score, 0 to 1. */
                            relevance_score: number;
                            scores: {
                                /** @description The same share for the best two neighbouring sentences, 0 to 1. */
                                best_sentences: number;
                                /** @description Share of the idf mass of the question terms that the passage contains, 0 to 1. */
                                coverage: number;
                                /** @description Score after fusion. */
                                fused: number;
                                /** @description BM25 score. */
                                lexical: number | null;
                                /** @description Cosine similarity, -1 to 1. */
                                vector: number | null;
                            };
                            source: string;
                            start: number;
                            text: string;
                            title: string;
                            version: number;
                        }[];
                        /**
                         * @default {
                         *       "filters": [],
                         *       "corrections": [],
                         *       "expansions": [],
                         *       "phrases": [],
                         *       "notes": []
                         *     }
                         */
                        understood: {
                            /** @description Words no readable passage holds, and the similar words searched for instead. */
                            corrections: {
                                from: string;
                                to: string;
                            }[];
                            /** @description Acronyms and their long forms as a document defines them, searched for as well. */
                            expansions: {
                                from: string;
                                to: string;
                            }[];
                            filters: {
                                /** @enum {string} */
                                kind: "document" | "collection" | "media_type" | "updated_after" | "updated_before";
                                /** @description What was understood, for people: a title, a collection, "spreadsheets", a day. */
                                label: string;
                                /** @description The id of the document, the collection, the media types with commas, or the time. */
                                value: string;
                            }[];
                            /** @description "filters_matched_nothing": the question seems to name documents that are not there; all were searched. */
                            notes: ("phrase_not_found" | "filters_matched_nothing")[];
                            /** @description Quoted words: only passages that hold them in this order were kept. */
                            phrases: string[];
                        };
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        display_name: string;
                        group_ids: string[];
                        groups_from: string | null;
                        /** @enum {string} */
                        kind: "user" | "application" | "system";
                        object_id: string;
                        role_origins: {
                            [key: string]: string;
                        };
                        roles: ("Reader" | "Contributor" | "Admin")[];
                        tenant_id: string;
                    };
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSessions: {
        parameters: {
            query?: {
                /** @description The next_cursor of the page before. */
                cursor?: string | undefined;
                limit?: number | undefined;
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        next_cursor: string | null;
                        sessions: {
                            /** Format: date-time */
                            created_at: string;
                            /** @description True for the session of this request. */
                            current: boolean;
                            /** Format: date-time */
                            expires_at: string;
                            /** Format: uuid */
                            id: string;
                            /** Format: date-time */
                            last_seen_at: string;
                            /** @enum {string} */
                            provider: "local" | "entra" | "oidc";
                            user_agent: string | null;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endOtherSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openSharedAnswer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        answer: {
                            answer: string;
                            citations: ({
                                /** Format: uuid */
                                document_id: string;
                                end: number;
                                heading: string[];
                                number: number;
                                page: number | null;
                                /** Format: uuid */
                                passage_id: string;
                                quote: string;
                                relevance_score: number;
                                source: string;
                                /** @enum {string} */
                                source_state: "current" | "changed";
                                start: number;
                                title: string;
                                version: number;
                            } | {
                                number: number;
                                /** @enum {string} */
                                source_state: "deleted";
                            })[];
                            confidence: number;
                            /** @enum {string} */
                            confidence_level: "high" | "medium" | "low";
                            /** @description Parts of the search that were left out because their model did not answer in time; absent when none was. */
                            degraded?: ("vector" | "rerank" | "changed_model")[] | undefined;
                            made_by: {
                                /** @description Why a configured model did not answer, or null. */
                                fallback_reason: string | null;
                                /** @enum {string} */
                                mode: "extractive" | "model";
                                model: string;
                            };
                            nearest_passages: ({
                                /** Format: uuid */
                                document_id: string;
                                heading: string[];
                                page: number | null;
                                /** Format: uuid */
                                passage_id: string;
                                relevance_score: number;
                                /** @enum {string} */
                                source_state: "current" | "changed";
                                text: string;
                                title: string;
                                version: number;
                            } | {
                                /** @enum {string} */
                                source_state: "deleted";
                            })[];
                            /** @enum {string} */
                            outcome: "answered" | "abstained";
                            sentences: {
                                citations: number[];
                                end: number;
                                start: number;
                                text: string;
                                /** @description There when the source does not carry the sentence and the installation marks such sentences instead of dropping them: the numbers, names and "not" that it adds. */
                                unsupported?: string[] | undefined;
                            }[];
                            token_usage: {
                                completion: number;
                                prompt: number;
                                total: number;
                            };
                        };
                        /** Format: date-time */
                        asked_at: string;
                        query: string;
                        /** @description How many sources the answer has. */
                        sources: number;
                        /** @description A source of it has a newer version, or is gone: asking again may help. */
                        sources_changed: boolean;
                        /** @description How many of them are gone, or may not be read by you; what rests on them was taken out. */
                        withheld: number;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createSignInLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        expires_at: string;
                        url: string;
                    };
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSources: {
        parameters: {
            query?: {
                /** @description The next_cursor of the page before. */
                cursor?: string | undefined;
                limit?: number | undefined;
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        next_cursor: string | null;
                        sources: {
                            counts: {
                                added: number;
                                changed: number;
                                deleted: number;
                                /** @description Documents that could not be read there or were not taken; they are tried again next time. */
                                failed: number;
                                unchanged: number;
                            } | null;
                            cursor: string | null;
                            detail: string | null;
                            /** @description Documents that came from it and are there now. */
                            documents: number;
                            finished_at: string | null;
                            /** @description Who keeps it in step. */
                            kept_by: string;
                            /** @enum {string} */
                            kind: "folder" | "web-site" | "azure-container" | "share-point";
                            location: string;
                            name: string;
                            started_at: string | null;
                            /** @enum {string} */
                            state: "syncing" | "idle" | "failed";
                        }[];
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        counts: {
                            added: number;
                            changed: number;
                            deleted: number;
                            /** @description Documents that could not be read there or were not taken; they are tried again next time. */
                            failed: number;
                            unchanged: number;
                        } | null;
                        cursor: string | null;
                        detail: string | null;
                        /** @description Documents that came from it and are there now. */
                        documents: number;
                        finished_at: string | null;
                        /** @description Who keeps it in step. */
                        kept_by: string;
                        /** @enum {string} */
                        kind: "folder" | "web-site" | "azure-container" | "share-point";
                        location: string;
                        name: string;
                        started_at: string | null;
                        /** @enum {string} */
                        state: "syncing" | "idle" | "failed";
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reportSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default null */
                    counts?: ({
                        added: number;
                        changed: number;
                        deleted: number;
                        /** @description Documents that could not be read there or were not taken; they are tried again next time. */
                        failed: number;
                        unchanged: number;
                    } | null) | undefined;
                    /** @description Where the next look goes on; left out, it stays. */
                    cursor?: (string | null) | undefined;
                    /**
                     * @description What went wrong and what to do, or null.
                     * @default null
                     */
                    detail?: (string | null) | undefined;
                    /** @enum {string} */
                    kind: "folder" | "web-site" | "azure-container" | "share-point";
                    /** @description A folder, an address; never a secret. */
                    location: string;
                    /** @enum {string} */
                    state: "syncing" | "idle" | "failed";
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        counts: {
                            added: number;
                            changed: number;
                            deleted: number;
                            /** @description Documents that could not be read there or were not taken; they are tried again next time. */
                            failed: number;
                            unchanged: number;
                        } | null;
                        cursor: string | null;
                        detail: string | null;
                        /** @description Documents that came from it and are there now. */
                        documents: number;
                        finished_at: string | null;
                        /** @description Who keeps it in step. */
                        kept_by: string;
                        /** @enum {string} */
                        kind: "folder" | "web-site" | "azure-container" | "share-point";
                        location: string;
                        name: string;
                        started_at: string | null;
                        /** @enum {string} */
                        state: "syncing" | "idle" | "failed";
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    forgetSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSourceItems: {
        parameters: {
            query?: {
                /** @description The next_cursor of the page before. */
                cursor?: string | undefined;
                limit?: number | undefined;
            } | undefined;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            document_id: string;
                            external_id: string;
                            fingerprint: string | null;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeSourceItems: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description When they were seen to be gone; now when left out.
                     */
                    changed_at?: string | undefined;
                    external_ids: string[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description How many were there. */
                        removed: number;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkStream: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description The next_cursor of the page before. */
                cursor?: string | undefined;
                /** @description Only the account with this address. */
                email?: string | undefined;
                limit?: number | undefined;
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        next_cursor: string | null;
                        users: {
                            /** Format: date-time */
                            created_at: string;
                            display_name: string;
                            email: string | null;
                            group_ids: string[];
                            /** @description Object id; access lists name people by it. */
                            id: string;
                            last_sign_in_at: string | null;
                            /** @description "local" for accounts kept here, else the address of who vouches for this person. */
                            provider: string;
                            roles: ("Reader" | "Contributor" | "Admin")[];
                            /** @enum {string} */
                            state: "invited" | "active" | "disabled";
                        }[];
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inviteUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    display_name: string;
                    email: string;
                    /** @default [] */
                    group_ids?: string[] | undefined;
                    /**
                     * @default [
                     *       "Reader"
                     *     ]
                     */
                    roles?: ("Reader" | "Contributor" | "Admin")[] | undefined;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        link: {
                            /** Format: date-time */
                            expires_at: string;
                            url: string;
                        };
                        user: {
                            /** Format: date-time */
                            created_at: string;
                            display_name: string;
                            email: string | null;
                            group_ids: string[];
                            /** @description Object id; access lists name people by it. */
                            id: string;
                            last_sign_in_at: string | null;
                            /** @description "local" for accounts kept here, else the address of who vouches for this person. */
                            provider: string;
                            roles: ("Reader" | "Contributor" | "Admin")[];
                            /** @enum {string} */
                            state: "invited" | "active" | "disabled";
                        };
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    disabled?: boolean | undefined;
                    display_name?: string | undefined;
                    group_ids?: string[] | undefined;
                    roles?: ("Reader" | "Contributor" | "Admin")[] | undefined;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        created_at: string;
                        display_name: string;
                        email: string | null;
                        group_ids: string[];
                        /** @description Object id; access lists name people by it. */
                        id: string;
                        last_sign_in_at: string | null;
                        /** @description "local" for accounts kept here, else the address of who vouches for this person. */
                        provider: string;
                        roles: ("Reader" | "Contributor" | "Admin")[];
                        /** @enum {string} */
                        state: "invited" | "active" | "disabled";
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    erasePersonalData: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        erased_at: string;
                        /**
                         * Format: uuid
                         * @description Stands in the acts of the audit that say which records no longer tell who it was.
                         */
                        id: string;
                        kept: {
                            /** @description Documents on whose access list the object id stands; change these lists to remove it. */
                            access_lists: number;
                            /**
                             * @description The object id stays, so that nobody signs in with it again.
                             * @enum {string}
                             */
                            account: "disabled, without name, address, roles and groups";
                        };
                        made_anonymous: {
                            /** @description Documents, keys, lists and settings that no longer tell who made or changed them. */
                            attributions: number;
                            /** @description Records of the audit that no longer tell who it was. */
                            audit_records: number;
                            /** @description They still count in reports, for nobody. */
                            usage_events: number;
                        };
                        removed: {
                            /** @description Questions and answers whose words are gone. */
                            answers: number;
                            budgets: number;
                            conversations: number;
                            /** @description They are gone with the next hour. */
                            report_files: number;
                            report_schedules: number;
                            sessions: number;
                        };
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportPersonalData: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createUserSignInLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Let them choose a new password, and sign them out everywhere.
                     * @default false
                     */
                    reset_password?: boolean | undefined;
                } | null;
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        expires_at: string;
                        url: string;
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    finishSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    startSignIn: {
        parameters: {
            query?: {
                /** @description Set to be asked which account to use, also when one is signed in there. */
                account?: "choose" | undefined;
                /** @description Set when the browser was sent here from another name of this server. */
                moved?: "1" | undefined;
                /** @description Which provider to sign in with, where there are several. */
                provider?: ("local" | "entra" | "oidc") | undefined;
                /** @description Path of the page to come back to. */
                return_to?: string | undefined;
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Where to sign out at the provider as well, if it has such a page. */
                        end_session_url: string | null;
                    };
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openSignInLink: {
        parameters: {
            query: {
                code: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    callMcp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description A reply of JSON-RPC 2.0. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createChatCompletion: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    filters?: {
                        /** @description Only documents of these collections. */
                        collections?: string[] | undefined;
                        /** @description Only these documents. */
                        document_ids?: string[] | undefined;
                        /** @description Only these media types, for example application/pdf. */
                        media_types?: string[] | undefined;
                        /**
                         * Format: date-time
                         * @description Only documents whose current version is newer than this time.
                         */
                        updated_after?: string | undefined;
                        /**
                         * Format: date-time
                         * @description Only documents whose current version is older than this time.
                         */
                        updated_before?: string | undefined;
                    } | undefined;
                    /** @description Whether filters, exact phrases, corrected words and acronyms are read from the question (true unless said otherwise). False searches for the words as they are. */
                    interpret?: boolean | undefined;
                    messages: ({
                        content?: ((string | ({
                            type: string;
                        } & {
                            [key: string]: unknown;
                        })[]) | null) | undefined;
                        /** @enum {string} */
                        role: "system" | "developer" | "user" | "assistant" | "tool";
                    } & {
                        [key: string]: unknown;
                    })[];
                    model?: string | undefined;
                    stream?: (boolean | null) | undefined;
                    stream_options?: (({
                        include_usage?: boolean | undefined;
                    } & {
                        [key: string]: unknown;
                    }) | null) | undefined;
                    top_k?: number | undefined;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        choices: {
                            /** @enum {string} */
                            finish_reason: "stop";
                            /** @enum {number} */
                            index: 0;
                            logprobs: null;
                            message: {
                                annotations: {
                                    /** @enum {string} */
                                    type: "url_citation";
                                    url_citation: {
                                        end_index: number;
                                        start_index: number;
                                        title: string;
                                        url: string;
                                    };
                                }[];
                                content: string;
                                refusal: null;
                                /** @enum {string} */
                                role: "assistant";
                            };
                        }[];
                        created: number;
                        /** @description The same answer as `POST /api/ask` gives it. */
                        footnote: {
                            answer: string;
                            citations: {
                                /** Format: uuid */
                                document_id: string;
                                end: number;
                                heading: string[];
                                number: number;
                                page: number | null;
                                /** Format: uuid */
                                passage_id: string;
                                quote: string;
                                relevance_score: number;
                                source: string;
                                start: number;
                                title: string;
                                version: number;
                            }[];
                            confidence: number;
                            /** @enum {string} */
                            confidence_level: "high" | "medium" | "low";
                            /** @description Parts of the search that were left out because their model did not answer in time; absent when none was. */
                            degraded?: ("vector" | "rerank" | "changed_model")[] | undefined;
                            made_by: {
                                /** @description Why a configured model did not answer, or null. */
                                fallback_reason: string | null;
                                /** @enum {string} */
                                mode: "extractive" | "model";
                                model: string;
                            };
                            /** @description Filled when the answer is an abstention. */
                            nearest_passages: {
                                /** Format: uuid */
                                document_id: string;
                                heading: string[];
                                page: number | null;
                                /** Format: uuid */
                                passage_id: string;
                                relevance_score: number;
                                text: string;
                                title: string;
                                version: number;
                            }[];
                            /** @enum {string} */
                            outcome: "answered" | "abstained";
                            sentences: {
                                citations: number[];
                                end: number;
                                start: number;
                                text: string;
                                /** @description There when the source does not carry the sentence and the installation marks such sentences instead of dropping them: the numbers, names and "not" that it adds. */
                                unsupported?: string[] | undefined;
                            }[];
                            /** @description How a follow-up was read, and what was searched for; absent for a question that stood for itself. */
                            standalone_question?: string | undefined;
                            token_usage: {
                                completion: number;
                                prompt: number;
                                total: number;
                            };
                            /** @description What was read from the question; not kept with past answers. */
                            understood?: {
                                /** @description Words no readable passage holds, and the similar words searched for instead. */
                                corrections: {
                                    from: string;
                                    to: string;
                                }[];
                                /** @description Acronyms and their long forms as a document defines them, searched for as well. */
                                expansions: {
                                    from: string;
                                    to: string;
                                }[];
                                filters: {
                                    /** @enum {string} */
                                    kind: "document" | "collection" | "media_type" | "updated_after" | "updated_before";
                                    /** @description What was understood, for people: a title, a collection, "spreadsheets", a day. */
                                    label: string;
                                    /** @description The id of the document, the collection, the media types with commas, or the time. */
                                    value: string;
                                }[];
                                /** @description "filters_matched_nothing": the question seems to name documents that are not there; all were searched. */
                                notes: ("phrase_not_found" | "filters_matched_nothing")[];
                                /** @description Quoted words: only passages that hold them in this order were kept. */
                                phrases: string[];
                            } | undefined;
                            /** @description Told with an abstention: how many documents the asker may see that could not be read, so that the answer may stand in one of them. Absent when there are none. */
                            unreadable_documents?: number | undefined;
                        };
                        id: string;
                        model: string;
                        /** @enum {string} */
                        object: "chat.completion";
                        usage: {
                            completion_tokens: number;
                            prompt_tokens: number;
                            total_tokens: number;
                        };
                    };
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            499: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @enum {number} */
                            created: 0;
                            id: string;
                            /** @enum {string} */
                            object: "model";
                            /** @enum {string} */
                            owned_by: "footnote";
                        }[];
                        /** @enum {string} */
                        object: "list";
                    };
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
