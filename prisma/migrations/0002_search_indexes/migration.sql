-- CreateIndex
CREATE INDEX "Exam_description_idx" ON "Exam"("description");

-- CreateIndex
CREATE INDEX "Series_map_examId_idx" ON "Series"("map", "examId");

-- CreateIndex
CREATE INDEX "Series_description_idx" ON "Series"("description");

-- CreateIndex
CREATE INDEX "Series_protocolName_idx" ON "Series"("protocolName");
