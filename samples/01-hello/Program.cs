using Covalent;
using static Covalent.Workflow;

Node<string> SimpleWorkflow(Node<string> a, Node<string> b)
{
    var phrase = Electron(() => Tasks.JoinWords(a, b));
    return Electron(() => Tasks.Excitement(phrase));
}

string id = await DispatchAsync(SimpleWorkflow, "Hello", "World");
var result = await GetResultAsync<string>(id, wait: true);
Console.WriteLine(result.Value);

static class Tasks
{
    public static string JoinWords(string a, string b) => string.Join(", ", a, b);

    public static string Excitement(string a) => $"{a}!";
}
