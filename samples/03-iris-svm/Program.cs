using Covalent;
using IrisSvm;
using static Covalent.Workflow;

// Load real data, train a support-vector classifier, score it on flowers it never saw.
Node<double> RunExperiment(Node<double> c, Node<double> gamma)
{
    var data = Electron(() => Iris.LoadData(7));
    var model = Electron(() => Iris.TrainSvm(data, c, gamma));
    return Electron(() => Iris.ScoreSvm(data, model));
}

var result = await RunAsync(RunExperiment, 1.0, 0.7);
Console.WriteLine(result.Value);
