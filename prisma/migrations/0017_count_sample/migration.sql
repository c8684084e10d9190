-- Count keys become membership of a secret sample of one subject in three (decision 0019): 3 * 2^31 inside it, 0 outside.
-- The keys until now are random and secret, 32 bits, so they draw the sample.
UPDATE "SubjectSecret" SET "countKey" = CASE WHEN "countKey" < 1431655765 THEN 6442450944 ELSE 0 END;
UPDATE "SubjectMerge" SET "mergedCountKey" = CASE WHEN "mergedCountKey" < 1431655765 THEN 6442450944 ELSE 0 END;
