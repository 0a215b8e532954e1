static ProfileForm form;
static URI issuer;
static PageOfForm page;

interface PageOfForm {
    void row(Object... columns);

    void show(List<Problem> problems, List<Problem> hints);
}
