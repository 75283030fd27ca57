// Loads the SavedModel in a folder and calls a signature that takes one vector of floats:
//   dotnet run --project samples/RunSavedModel -- FOLDER SIGNATURE 1 2 5
using System.Globalization;
using Weir;

if (args.Length < 3)
{
    Console.Error.WriteLine("usage: RunSavedModel FOLDER SIGNATURE NUMBER...");
    return 2;
}

try
{
    using SavedModel model = SavedModel.Load(args[0]);
    Signature signature = model.Signature(args[1]);
    using Tensor x = Tensor.From<float>([.. args[2..].Select(number => float.Parse(number, CultureInfo.InvariantCulture))]);
    using NamedTensors outputs = signature.Run(new Dictionary<string, Tensor> { [signature.Inputs.Keys.Single()] = x });
    foreach ((string key, Tensor value) in outputs) Console.WriteLine($"{key} = {value}");
    return 0;
}
catch (TfException e)
{
    Console.Error.WriteLine($"{e.Code}: {e.Message}");
    return 1;
}
