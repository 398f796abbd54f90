using Covalent;
using static Covalent.Workflow;

// A support-vector machine trained in Python with scikit-learn, as tasks of a C# workflow. The classifier travels from one Python task to the
// next as it is; C# sees its name only.
var settings = Settings.Parse(args);
var train = new PythonFunction("iris.py", "train_svm") { Executor = settings.Executor };

Node<double> RunExperiment(Node<double> c, Node<double> gamma)
{
    var data = Python<(double[,] X, long[] Y)>("iris.py", "load_data");
    var model = Python<PythonObject>(train, Named("data", data), Named("C", c), Named("gamma", gamma));
    return Python<double>("iris.py", "score_svm", Named("data", data), Named("clf", model));
}

var result = await RunAsync(RunExperiment, 1.0, 0.7, new DispatchOptions
{
    Executor = settings.Executor,
    Electrons = new ElectronOptions { Deps = [settings.Packages], Python = settings.Python },
});
Console.WriteLine($"accuracy {result.Value}");
