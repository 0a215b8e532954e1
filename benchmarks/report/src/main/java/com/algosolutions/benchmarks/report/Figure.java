package com.algosolutions.benchmarks.report;

/** One measured value: what a library did in one round of a workload. */
record Figure(String workload, String library, String variant, String measure, String unit, int round, double value) {
    static final String HEADER = "workload,library,variant,measure,unit,round,value";

    /** A line of the file of figures. */
    String toLine() {
        return String.join(
                ",", workload, library, variant, measure, unit, Integer.toString(round), Double.toString(value));
    }

    static Figure parse(String line) {
        String[] columns = line.split(",", -1);
        return new Figure(
                columns[0],
                columns[1],
                columns[2],
                columns[3],
                columns[4],
                Integer.parseInt(columns[5]),
                Double.parseDouble(columns[6]));
    }
}
